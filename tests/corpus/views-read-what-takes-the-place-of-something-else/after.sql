-- hazards: data-loss
CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT DISTINCT name FROM people;
CREATE VIEW chosen AS SELECT id FROM people WHERE name IN (SELECT names.name FROM names);
CREATE VIEW first AS SELECT min(id) AS id FROM chosen;
