CREATE TABLE orders (id integer PRIMARY KEY, total integer, state text);
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER note AFTER INSERT OR UPDATE OF total, state ON orders FOR EACH ROW
    WHEN (NEW.total > 100) EXECUTE FUNCTION noted('total', 'it''s \ "x"');
ALTER TABLE orders ENABLE ALWAYS TRIGGER note;
COMMENT ON TRIGGER note ON orders IS 'for the books';
