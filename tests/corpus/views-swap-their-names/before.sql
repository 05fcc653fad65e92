CREATE TABLE people (id integer PRIMARY KEY, old boolean);
CREATE VIEW a AS SELECT id FROM people WHERE old;
CREATE VIEW b AS SELECT id FROM a WHERE id > 10;
