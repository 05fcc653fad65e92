CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE TABLE orders (id integer PRIMARY KEY, person integer REFERENCES people, total integer);
CREATE VIEW spenders AS SELECT p.id, p.name, sum(o.total) AS total FROM people p
    LEFT JOIN orders o ON o.person = p.id GROUP BY p.id HAVING sum(o.total) > 100;
CREATE VIEW names AS SELECT name FROM spenders;
