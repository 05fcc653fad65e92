-- hazards: access-widened
CREATE TABLE orders (id integer PRIMARY KEY, total integer);
GRANT SELECT, INSERT ON orders TO corpus_anon;
GRANT ALL ON orders TO corpus_staff;
