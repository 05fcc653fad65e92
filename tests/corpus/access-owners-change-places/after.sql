-- hazards: access-widened
CREATE TABLE orders (id integer PRIMARY KEY);
ALTER TABLE orders OWNER TO corpus_owner;
GRANT SELECT ON orders TO corpus_staff;
