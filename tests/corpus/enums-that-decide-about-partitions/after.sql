-- refused: is partitioned by it
CREATE TYPE region AS ENUM ('us', 'eu');
CREATE TABLE customers (id integer, region region) PARTITION BY LIST (region);
CREATE TABLE customers_eu PARTITION OF customers FOR VALUES IN ('eu');
