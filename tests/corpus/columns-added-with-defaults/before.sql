-- hazards: data-loss
CREATE TABLE orders (id integer PRIMARY KEY);
CREATE VIEW numbers AS SELECT id FROM orders;
