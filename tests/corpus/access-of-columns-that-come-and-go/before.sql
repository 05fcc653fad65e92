-- hazards: data-loss, access-widened
CREATE TABLE people (id integer PRIMARY KEY);
ALTER TABLE people ADD COLUMN name text;
GRANT SELECT (name) ON people TO corpus_anon;
GRANT INSERT ON people TO corpus_anon;
