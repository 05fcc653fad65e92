CREATE TABLE people (id integer PRIMARY KEY, name text, salary integer);
GRANT SELECT (id), INSERT (name) ON people TO corpus_anon;
