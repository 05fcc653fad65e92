-- hazards: full-scan, table-rewrite
CREATE TABLE a_again (k integer, c text) PARTITION BY LIST (k);
CREATE TABLE a_1 PARTITION OF a_again FOR VALUES IN (1);
CREATE TABLE b (k integer, c integer) PARTITION BY LIST (k);
CREATE TABLE other (k integer, c text) PARTITION BY LIST (k);
CREATE TABLE b_1 PARTITION OF other FOR VALUES IN (1);
CREATE TABLE d (k integer, c text) PARTITION BY LIST (k);
CREATE TABLE d_1 PARTITION OF d FOR VALUES IN (1);
