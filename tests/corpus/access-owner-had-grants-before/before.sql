-- hazards: access-widened
CREATE TABLE orders (id integer PRIMARY KEY);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
REVOKE EXECUTE ON FUNCTION total() FROM PUBLIC;
GRANT SELECT ON orders TO corpus_anon;
GRANT SELECT, INSERT ON orders TO corpus_owner;
GRANT UPDATE (id) ON orders TO corpus_owner;
GRANT EXECUTE ON FUNCTION total() TO corpus_owner;
