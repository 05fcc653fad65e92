-- hazards: access-widened
CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE MATERIALIZED VIEW names AS SELECT id, name FROM people;
GRANT SELECT (id, name) ON people TO PUBLIC;
GRANT SELECT (id) ON names TO corpus_anon WITH GRANT OPTION;
