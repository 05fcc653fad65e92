CREATE TABLE orders (id integer PRIMARY KEY, total integer);
CREATE FUNCTION total_of(orders) RETURNS integer LANGUAGE sql STABLE AS 'SELECT $1.total';
CREATE VIEW totals AS SELECT o.id, o.total_of FROM orders o;
CREATE INDEX orders_by_total ON orders ((total + 1));
