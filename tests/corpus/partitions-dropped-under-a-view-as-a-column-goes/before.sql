CREATE TABLE sales (year integer, amount integer, note text) PARTITION BY LIST (year);
CREATE TABLE sales_1 PARTITION OF sales FOR VALUES IN (1);
CREATE VIEW notes AS SELECT note FROM sales_1;
