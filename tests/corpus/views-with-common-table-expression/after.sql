CREATE TABLE people (id integer PRIMARY KEY, age integer);
CREATE VIEW adults AS WITH old AS (SELECT id, age::text AS age FROM people WHERE age > 17) SELECT id, age FROM old;
CREATE VIEW ages AS SELECT age FROM adults;
