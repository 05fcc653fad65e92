CREATE TABLE orders (total integer CHECK (total > 0));
CREATE TABLE old_orders () INHERITS (orders);
