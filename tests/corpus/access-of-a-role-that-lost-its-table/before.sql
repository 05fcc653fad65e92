-- hazards: access-widened
CREATE SEQUENCE counted;
CREATE TABLE orders (id integer);
GRANT ALL ON orders TO corpus_anon WITH GRANT OPTION;
GRANT SELECT (id) ON orders TO corpus_staff;
ALTER TABLE orders OWNER TO corpus_owner;
