-- hazards: access-widened
CREATE TABLE orders (id integer PRIMARY KEY);
ALTER TABLE orders OWNER TO corpus_staff;
REVOKE DELETE ON orders FROM corpus_staff;
GRANT UPDATE ON orders TO corpus_anon;
