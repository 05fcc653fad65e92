-- hazards: full-scan
CREATE TABLE logs (level text, at integer) PARTITION BY LIST (level);
CREATE TABLE logs_low PARTITION OF logs FOR VALUES IN ('debug', 'info');
CREATE TABLE logs_high PARTITION OF logs FOR VALUES IN ('error');
CREATE TABLE numbers (n integer) PARTITION BY RANGE (n);
CREATE TABLE numbers_a PARTITION OF numbers FOR VALUES FROM (0) TO (10);
CREATE TABLE numbers_b PARTITION OF numbers FOR VALUES FROM (10) TO (20);
