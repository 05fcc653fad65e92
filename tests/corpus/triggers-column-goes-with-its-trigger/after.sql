-- hazards: data-loss
CREATE TABLE orders (id integer PRIMARY KEY, total integer);
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER written BEFORE UPDATE OF total ON orders FOR EACH ROW EXECUTE FUNCTION noted();
