-- hazards: full-scan, protection-disabled
CREATE TABLE numbers (id integer PRIMARY KEY);
CREATE TABLE orders (id integer, kind text) PARTITION BY LIST (kind);
CREATE TABLE orders_a PARTITION OF orders FOR VALUES IN ('a');
ALTER TABLE orders_a ADD CONSTRAINT numbered FOREIGN KEY (id) REFERENCES numbers;
CREATE TABLE orders_b PARTITION OF orders FOR VALUES IN ('b') PARTITION BY LIST (id);
CREATE TABLE orders_b1 PARTITION OF orders_b FOR VALUES IN (1);
CREATE TABLE orders_b2 PARTITION OF orders_b FOR VALUES IN (2);
ALTER TABLE orders_b2 ADD CONSTRAINT numbered FOREIGN KEY (id) REFERENCES numbers;
CREATE TABLE orders_c PARTITION OF orders FOR VALUES IN ('c');
ALTER TABLE orders_c ADD CONSTRAINT numbered FOREIGN KEY (id) REFERENCES numbers ON DELETE CASCADE;
