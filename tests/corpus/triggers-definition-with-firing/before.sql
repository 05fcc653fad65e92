CREATE TABLE orders (id integer PRIMARY KEY, total integer, state text);
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER note AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION noted('total');
ALTER TABLE orders ENABLE ALWAYS TRIGGER note;
COMMENT ON TRIGGER note ON orders IS 'for the books';
