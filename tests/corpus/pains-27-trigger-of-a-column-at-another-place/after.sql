CREATE TABLE orders (state text, total integer, id integer);
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER written BEFORE UPDATE OF state, id ON orders FOR EACH ROW EXECUTE FUNCTION noted();
