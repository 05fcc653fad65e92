CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE TABLE orders (id integer PRIMARY KEY, person integer REFERENCES people, total integer);
CREATE VIEW spenders AS SELECT p.id, p.name FROM people p JOIN orders o ON o.person = p.id GROUP BY p.id;
CREATE VIEW names AS SELECT name FROM spenders;
