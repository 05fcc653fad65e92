CREATE TABLE orders (id integer PRIMARY KEY, total integer);
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
ALTER TABLE orders ADD COLUMN tax integer;
CREATE TRIGGER written BEFORE UPDATE OF tax, total ON orders FOR EACH ROW EXECUTE FUNCTION noted();
