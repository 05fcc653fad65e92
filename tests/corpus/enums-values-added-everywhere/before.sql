-- hazards: table-rewrite
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE people (id integer PRIMARY KEY, mood mood DEFAULT 'ok');
CREATE VIEW happy_people AS SELECT id FROM people WHERE mood > 'ok';
