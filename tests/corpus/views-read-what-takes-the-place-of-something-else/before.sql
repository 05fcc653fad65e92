CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE TABLE names (name text);
CREATE VIEW chosen AS SELECT id FROM people WHERE name IN (SELECT names.name FROM names);
CREATE VIEW first AS SELECT min(id) AS id FROM chosen;
