CREATE TABLE orders (id integer);
CREATE FUNCTION call_hook() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER hook AFTER INSERT ON orders FOR EACH ROW
    EXECUTE FUNCTION call_hook('https://example.org/hook/2', 'PUT', '{"Content-Type": "text/plain"}');
