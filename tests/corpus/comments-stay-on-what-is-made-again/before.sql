-- hazards: table-rewrite
CREATE TABLE orders (id integer PRIMARY KEY, total integer);
COMMENT ON COLUMN orders.total IS 'in cents';
CREATE VIEW totals AS SELECT total AS "All of It" FROM orders;
COMMENT ON VIEW totals IS 'all';
COMMENT ON COLUMN totals."All of It" IS 'in cents';
CREATE INDEX large ON orders (total) WHERE total > 100;
COMMENT ON INDEX large IS 'few';
CREATE FUNCTION first_total() RETURNS SETOF totals LANGUAGE sql AS 'SELECT * FROM totals LIMIT 1';
COMMENT ON FUNCTION first_total() IS 'the first';
COMMENT ON TYPE totals IS 'a row of it';
COMMENT ON TYPE totals[] IS 'many of them';
