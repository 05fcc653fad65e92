-- hazards: protection-disabled
CREATE TABLE orders (id integer);
CREATE FUNCTION call_hook() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER hook AFTER INSERT ON orders FOR EACH ROW
    EXECUTE FUNCTION call_hook('https://example.org/hook', '{"Authorization": "Bearer sk_live_3Fq8Zt2mVx7Lk9Wc1Rb6Ty4N"}');
ALTER TABLE orders DISABLE TRIGGER hook;
