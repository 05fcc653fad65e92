CREATE TABLE orders (id integer PRIMARY KEY, total integer NOT NULL);
CREATE VIEW totals AS SELECT id, total / 100.0 AS total FROM orders;
CREATE VIEW large AS SELECT id FROM totals WHERE total > 1000;
GRANT SELECT ON totals TO corpus_anon;
GRANT SELECT (id) ON large TO corpus_staff;
