-- since: 18
-- hazards: full-scan
CREATE TABLE teams (id integer PRIMARY KEY, name text CONSTRAINT named CHECK (name <> ''));
CREATE TABLE players (id integer PRIMARY KEY, team_id integer CONSTRAINT of_team REFERENCES teams);
