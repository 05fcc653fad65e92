-- hazards: access-widened
CREATE TABLE people (id integer PRIMARY KEY, name text, hidden boolean);
CREATE VIEW visible AS SELECT id, name FROM people WHERE NOT hidden;
GRANT SELECT ON visible TO PUBLIC;
