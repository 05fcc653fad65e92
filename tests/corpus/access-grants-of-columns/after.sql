-- hazards: access-widened
CREATE TABLE people (id integer PRIMARY KEY, name text, mail text);
CREATE VIEW names AS SELECT id, name FROM people;
GRANT SELECT (id), UPDATE (mail, name) ON people TO corpus_anon;
GRANT SELECT (name) ON names TO corpus_staff WITH GRANT OPTION;
GRANT REFERENCES (id) ON people TO corpus_staff;
