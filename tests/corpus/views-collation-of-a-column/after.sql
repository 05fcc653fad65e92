CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT name COLLATE "C" AS name FROM people ORDER BY (name COLLATE "C");
CREATE VIEW first_name AS SELECT min(name) AS name FROM names;
