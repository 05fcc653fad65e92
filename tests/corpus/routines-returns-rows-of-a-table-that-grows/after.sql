CREATE TABLE people (id integer PRIMARY KEY, name text);
ALTER TABLE people ADD COLUMN mail text;
CREATE FUNCTION person(wanted integer) RETURNS people LANGUAGE sql STABLE AS 'SELECT * FROM people WHERE id = wanted';
CREATE VIEW first_name AS SELECT (person(1)).name AS name;
