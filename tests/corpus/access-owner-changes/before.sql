-- hazards: access-widened
CREATE TABLE orders (id serial PRIMARY KEY, total integer);
CREATE VIEW totals AS SELECT total FROM orders;
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE TYPE state AS ENUM ('new');
GRANT SELECT ON orders TO corpus_anon;
ALTER TABLE orders OWNER TO corpus_staff;
