-- hazards: table-rewrite, index-build before 17
-- changes: people.full_name
CREATE TABLE people (first text, last text, full_name text GENERATED ALWAYS AS (last || ', ' || first) STORED);
CREATE INDEX people_full_name ON people (full_name);
CREATE VIEW names AS SELECT full_name FROM people;
COMMENT ON COLUMN people.full_name IS 'for letters';
GRANT SELECT (full_name) ON people TO corpus_anon;
