-- hazards: data-loss, access-widened
CREATE TABLE people (id integer PRIMARY KEY);
ALTER TABLE people ADD COLUMN first_name text;
GRANT SELECT (first_name), UPDATE (first_name) ON people TO corpus_anon;
GRANT INSERT ON people TO corpus_anon;
