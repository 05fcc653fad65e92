-- hazards: full-scan, protection-disabled
CREATE TABLE orders (k integer NOT NULL) PARTITION BY LIST (k);
CREATE TABLE orders_1 PARTITION OF orders FOR VALUES IN (1);
ALTER TABLE orders_1 ADD CONSTRAINT positive CHECK (k > 0);
