-- hazards: access-widened
CREATE TABLE orders (id integer PRIMARY KEY, total integer);
GRANT SELECT ON orders TO corpus_owner, corpus_staff;
CREATE VIEW totals AS SELECT total::bigint AS total FROM orders;
ALTER VIEW totals OWNER TO corpus_owner;
GRANT SELECT ON totals TO corpus_staff WITH GRANT OPTION;
REVOKE TRIGGER, REFERENCES ON totals FROM corpus_owner;
