-- hazards: access-widened
GRANT USAGE ON SCHEMA access_granted_by_somebody_else TO corpus_staff, corpus_owner;
CREATE TABLE orders (id integer PRIMARY KEY);
GRANT SELECT, INSERT ON orders TO corpus_staff WITH GRANT OPTION;
GRANT SELECT, INSERT, UPDATE ON orders TO corpus_anon;
