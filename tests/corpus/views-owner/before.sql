-- hazards: access-widened
CREATE TABLE people (id integer PRIMARY KEY);
CREATE VIEW everybody AS SELECT id FROM people;
GRANT SELECT ON everybody TO corpus_anon;
