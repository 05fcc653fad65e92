-- hazards: full-scan
CREATE TABLE logs (level text, at integer) PARTITION BY LIST (level);
CREATE TABLE logs_low PARTITION OF logs FOR VALUES IN ('debug', 'info', NULL);
CREATE TABLE logs_high PARTITION OF logs FOR VALUES IN ('error', 'fatal');
CREATE TABLE numbers (n integer) PARTITION BY RANGE (n);
CREATE TABLE numbers_a PARTITION OF numbers FOR VALUES FROM (0) TO (15);
CREATE TABLE numbers_b PARTITION OF numbers FOR VALUES FROM (15) TO (30);
