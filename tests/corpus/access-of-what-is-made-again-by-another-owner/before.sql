-- hazards: access-widened
CREATE TABLE orders (id integer PRIMARY KEY, total integer);
GRANT SELECT ON orders TO corpus_owner, corpus_staff;
CREATE VIEW totals AS SELECT total FROM orders;
ALTER VIEW totals OWNER TO corpus_staff;
GRANT SELECT ON totals TO corpus_owner;
