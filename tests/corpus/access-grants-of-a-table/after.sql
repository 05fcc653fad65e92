-- hazards: access-widened
CREATE TABLE orders (id integer PRIMARY KEY, total integer);
GRANT SELECT, UPDATE ON orders TO corpus_anon;
GRANT SELECT ON orders TO corpus_staff WITH GRANT OPTION;
