-- hazards: data-loss, full-scan, protection-disabled, table-rewrite
CREATE TABLE whole (k integer, d integer, e text) PARTITION BY LIST (k);
CREATE TABLE part PARTITION OF whole FOR VALUES IN (1, 2) PARTITION BY LIST (k);
CREATE TABLE comes PARTITION OF part FOR VALUES IN (1);
CREATE TABLE alone PARTITION OF part FOR VALUES IN (2);
CREATE TABLE typed_whole (k integer, c text NOT NULL) PARTITION BY LIST (k);
CREATE TABLE typed_part PARTITION OF typed_whole FOR VALUES IN (1, 2) PARTITION BY LIST (k);
CREATE TABLE typed_comes PARTITION OF typed_part FOR VALUES IN (1);
CREATE TABLE typed_alone PARTITION OF typed_part FOR VALUES IN (2);
