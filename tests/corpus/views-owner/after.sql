-- hazards: access-widened
CREATE TABLE people (id integer PRIMARY KEY);
CREATE VIEW everybody AS SELECT id FROM people;
ALTER VIEW everybody OWNER TO corpus_owner;
GRANT SELECT ON people TO corpus_owner;
GRANT SELECT ON everybody TO corpus_anon;
