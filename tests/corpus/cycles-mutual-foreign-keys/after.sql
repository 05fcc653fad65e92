CREATE TABLE nothing (a integer);
CREATE TABLE teams (id integer PRIMARY KEY, captain integer);
CREATE TABLE players (id integer PRIMARY KEY, team integer NOT NULL REFERENCES teams ON DELETE CASCADE);
ALTER TABLE teams ADD CONSTRAINT captained FOREIGN KEY (captain) REFERENCES players DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE players ADD mentor integer REFERENCES players;
