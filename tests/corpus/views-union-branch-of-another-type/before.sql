CREATE TABLE people (id integer PRIMARY KEY, size integer);
CREATE TABLE firms (id integer PRIMARY KEY, size bigint);
CREATE VIEW sizes AS SELECT id, size FROM people
    UNION ALL SELECT id, size::integer FROM firms;
CREATE VIEW large AS SELECT id FROM sizes WHERE size > 100;
GRANT SELECT ON sizes TO corpus_anon;
