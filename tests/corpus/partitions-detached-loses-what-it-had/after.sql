-- hazards: protection-disabled
CREATE TABLE orders (k integer NOT NULL, c smallint CONSTRAINT rather CHECK (c > 0)) PARTITION BY RANGE (k);
CREATE TABLE orders_1 (k integer NOT NULL, c smallint);
ALTER TABLE orders ADD CONSTRAINT one PRIMARY KEY (c, k);
CREATE INDEX orders_c ON orders (c);
