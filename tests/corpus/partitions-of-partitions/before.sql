-- hazards: data-loss
CREATE TABLE sales (id integer, year integer, country text, amount integer) PARTITION BY RANGE (year);
CREATE TABLE sales_2024 PARTITION OF sales FOR VALUES FROM (2024) TO (2025) PARTITION BY LIST (country);
CREATE TABLE sales_2024_de PARTITION OF sales_2024 FOR VALUES IN ('de');
