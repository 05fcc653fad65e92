-- hazards: irreversible
CREATE TYPE mood AS ENUM ('furious', 'sad', 'meh', 'ok', 'it''s fine', 'happy', 'Ecstatic "wow"');
CREATE TABLE people (id integer PRIMARY KEY, mood mood DEFAULT 'meh');
CREATE VIEW happy_people AS SELECT id FROM people WHERE mood > 'ok';
