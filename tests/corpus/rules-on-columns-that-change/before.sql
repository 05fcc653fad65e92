-- hazards: table-rewrite, data-loss
CREATE TABLE orders (id integer PRIMARY KEY, total integer);
CREATE TABLE log (id integer, total numeric);
CREATE RULE logged AS ON UPDATE TO orders WHERE NEW.total <> OLD.total DO ALSO
    INSERT INTO log SELECT NEW.id, NEW.total;
ALTER TABLE orders ENABLE ALWAYS RULE logged;
COMMENT ON RULE logged ON orders IS 'for the books';
