-- hazards: access-widened
CREATE TABLE people (id integer PRIMARY KEY, name text, mail text);
CREATE VIEW names AS SELECT id, name FROM people;
GRANT SELECT (id, name), UPDATE (mail) ON people TO corpus_anon;
GRANT REFERENCES (id) ON people TO corpus_staff;
