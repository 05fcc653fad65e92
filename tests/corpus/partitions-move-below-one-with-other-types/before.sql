-- hazards: full-scan, table-rewrite
CREATE TABLE a (k integer, c integer) PARTITION BY LIST (k);
CREATE TABLE a_1 PARTITION OF a FOR VALUES IN (1);
CREATE TABLE b (k integer, c integer) PARTITION BY LIST (k);
CREATE TABLE b_1 PARTITION OF b FOR VALUES IN (1);
CREATE TABLE other (k integer, c integer) PARTITION BY LIST (k);
CREATE TABLE d (k integer, c integer) PARTITION BY LIST (k);
CREATE TABLE d_1 (k integer, c integer);
