GRANT USAGE ON SCHEMA access_granted_by_somebody_else TO corpus_staff, corpus_owner;
CREATE TABLE orders (id integer PRIMARY KEY);
GRANT SELECT, INSERT ON orders TO corpus_staff WITH GRANT OPTION;
GRANT INSERT ON orders TO corpus_anon;
