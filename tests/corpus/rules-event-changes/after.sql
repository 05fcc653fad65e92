CREATE TABLE orders (id integer, gone boolean);
CREATE TABLE log (id integer);
CREATE RULE logged AS ON UPDATE TO orders WHERE NEW.gone DO INSTEAD INSERT INTO log VALUES (OLD.id);
COMMENT ON RULE logged ON orders IS 'who knows';
