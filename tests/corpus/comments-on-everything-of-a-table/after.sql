CREATE TABLE orders (id integer CONSTRAINT orders_key PRIMARY KEY, total integer CONSTRAINT positive CHECK (total > 0));
CREATE INDEX orders_total ON orders (total);
CREATE STATISTICS orders_both ON id, total FROM orders;
COMMENT ON TABLE orders IS E'what people want\n\nand ''pay'' for; -- \\ "really"';
COMMENT ON COLUMN orders.id IS 'never the same';
COMMENT ON CONSTRAINT orders_key ON orders IS 'of the till';
COMMENT ON INDEX orders_total IS 'for yearly reports';
COMMENT ON STATISTICS orders_both IS 'they go together';
