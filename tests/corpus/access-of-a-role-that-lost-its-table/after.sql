-- hazards: data-loss
CREATE SEQUENCE counted;
CREATE VIEW orders AS SELECT 1 AS id;
GRANT SELECT (id) ON orders TO corpus_staff;
ALTER TABLE orders OWNER TO corpus_owner;
