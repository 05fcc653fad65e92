-- hazards: data-loss
CREATE TABLE orders (id integer PRIMARY KEY);
CREATE VIEW recent AS SELECT id FROM orders;
