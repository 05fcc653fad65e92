CREATE TABLE orders (id integer, old text, total integer);
ALTER TABLE orders DROP COLUMN old;
ALTER TABLE orders ADD COLUMN state text;
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER written BEFORE UPDATE OF state, total ON orders FOR EACH ROW EXECUTE FUNCTION noted();
