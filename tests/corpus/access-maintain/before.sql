-- since: 17
-- hazards: access-widened
CREATE TABLE orders (id integer);
GRANT ALL ON orders TO corpus_anon;
