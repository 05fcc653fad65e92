-- hazards: table-rewrite
CREATE TABLE orders (id integer PRIMARY KEY, total integer, note varchar(10));
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER large BEFORE INSERT ON orders FOR EACH ROW WHEN (NEW.total > 100) EXECUTE FUNCTION noted();
CREATE TRIGGER written BEFORE UPDATE OF total, note ON orders FOR EACH ROW EXECUTE FUNCTION noted();
ALTER TABLE orders ENABLE REPLICA TRIGGER large;
COMMENT ON TRIGGER written ON orders IS 'when it matters';
