-- hazards: access-widened
CREATE TABLE orders (id serial PRIMARY KEY, total integer);
CREATE VIEW totals AS SELECT total FROM orders;
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE TYPE state AS ENUM ('new');
GRANT SELECT ON orders TO corpus_anon;
ALTER TABLE orders OWNER TO corpus_owner;
ALTER VIEW totals OWNER TO corpus_owner;
ALTER FUNCTION total() OWNER TO corpus_owner;
ALTER TYPE state OWNER TO corpus_owner;
