-- hazards: protection-disabled
CREATE TABLE orders (id integer, gone boolean);
CREATE TABLE log (id integer);
CREATE RULE logged AS ON DELETE TO orders DO ALSO INSERT INTO log VALUES (OLD.id);
ALTER TABLE orders ENABLE REPLICA RULE logged;
COMMENT ON RULE logged ON orders IS 'who knows';
