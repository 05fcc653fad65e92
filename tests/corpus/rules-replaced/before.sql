CREATE TABLE orders (id integer PRIMARY KEY, deleted boolean DEFAULT false);
CREATE TABLE log (id integer, what text);
CREATE RULE soft_delete AS ON DELETE TO orders DO INSTEAD
    UPDATE orders SET deleted = true WHERE id = OLD.id;
COMMENT ON RULE soft_delete ON orders IS 'nothing is ever gone';
