-- hazards: data-loss, full-scan, irreversible
CREATE TABLE b (k integer, d integer) PARTITION BY LIST (k);
CREATE TABLE a_1 PARTITION OF b FOR VALUES IN (1);
