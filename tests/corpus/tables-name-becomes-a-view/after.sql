-- hazards: data-loss
CREATE TABLE people (id integer PRIMARY KEY, name text, active boolean);
CREATE VIEW members AS SELECT id, name FROM people WHERE active;
GRANT SELECT ON members TO corpus_anon;
