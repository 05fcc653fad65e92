-- hazards: data-loss, full-scan, table-rewrite
CREATE TABLE whole (k integer, c integer, d integer CHECK (d > 0)) PARTITION BY LIST (k);
CREATE TABLE part PARTITION OF whole FOR VALUES IN (1, 2) PARTITION BY LIST (k);
CREATE TABLE alone (k integer, c integer, d integer CHECK (d > 0));
CREATE TABLE typed_whole (k integer, c integer) PARTITION BY LIST (k);
CREATE TABLE typed_part PARTITION OF typed_whole FOR VALUES IN (1, 2) PARTITION BY LIST (k);
CREATE TABLE typed_alone (k integer, c integer);
