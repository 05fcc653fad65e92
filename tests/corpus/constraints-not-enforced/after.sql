-- hazards: protection-disabled
CREATE TABLE teams (id integer PRIMARY KEY, name text CONSTRAINT named CHECK (name <> '') NOT ENFORCED);
CREATE TABLE players (id integer PRIMARY KEY, team_id integer CONSTRAINT of_team REFERENCES teams NOT ENFORCED);
