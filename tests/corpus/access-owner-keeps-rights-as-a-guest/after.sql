-- hazards: access-widened
CREATE TABLE orders (id integer PRIMARY KEY);
ALTER TABLE orders OWNER TO corpus_owner;
GRANT SELECT, DELETE ON orders TO corpus_staff WITH GRANT OPTION;
GRANT UPDATE ON orders TO corpus_anon;
