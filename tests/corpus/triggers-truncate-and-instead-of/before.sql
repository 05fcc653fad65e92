CREATE TABLE orders (id integer PRIMARY KEY, total integer);
CREATE VIEW totals AS SELECT id, total FROM orders;
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON orders EXECUTE FUNCTION noted();
CREATE TRIGGER written INSTEAD OF INSERT ON totals FOR EACH ROW EXECUTE FUNCTION noted();
COMMENT ON TRIGGER written ON totals IS 'not through the view';
