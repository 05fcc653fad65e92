-- hazards: data-loss, full-scan, table-rewrite
-- changes: a_1
CREATE TABLE a (k integer, c integer, d integer GENERATED ALWAYS AS (c * 2) STORED) PARTITION BY LIST (k);
CREATE TABLE a_1 PARTITION OF a FOR VALUES IN (1);
