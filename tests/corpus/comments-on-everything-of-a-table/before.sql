CREATE TABLE orders (id integer CONSTRAINT orders_key PRIMARY KEY, total integer CONSTRAINT positive CHECK (total > 0));
CREATE INDEX orders_total ON orders (total);
CREATE STATISTICS orders_both ON id, total FROM orders;
COMMENT ON TABLE orders IS 'what people want';
COMMENT ON COLUMN orders.total IS 'in cents';
COMMENT ON CONSTRAINT positive ON orders IS 'nobody gets money';
COMMENT ON INDEX orders_total IS 'for reports';
