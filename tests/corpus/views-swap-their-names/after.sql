CREATE TABLE people (id integer PRIMARY KEY, old boolean);
CREATE VIEW b AS SELECT id FROM people WHERE old;
CREATE VIEW a AS SELECT id FROM b WHERE id > 10;
