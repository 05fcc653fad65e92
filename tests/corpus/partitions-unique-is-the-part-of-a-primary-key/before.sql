-- hazards: data-loss, full-scan, index-build
CREATE TABLE orders (day integer NOT NULL, id integer NOT NULL, note text) PARTITION BY RANGE (day);
CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (10) TO (20);
CREATE TABLE orders_2 PARTITION OF orders FOR VALUES FROM (20) TO (30);
ALTER TABLE orders_1 ADD CONSTRAINT orders_1_unique UNIQUE (id, day);
ALTER TABLE orders ADD CONSTRAINT orders_all PRIMARY KEY (id, day);
CREATE TABLE items (id integer, day integer, FOREIGN KEY (id, day) REFERENCES orders);
