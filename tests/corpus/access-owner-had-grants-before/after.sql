-- hazards: access-widened
CREATE TABLE orders (id integer PRIMARY KEY);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
REVOKE EXECUTE ON FUNCTION total() FROM PUBLIC;
GRANT SELECT ON orders TO corpus_anon;
ALTER TABLE orders OWNER TO corpus_owner;
ALTER FUNCTION total() OWNER TO corpus_owner;
