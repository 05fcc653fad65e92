-- hazards: full-scan, data-loss
CREATE TABLE turns (n integer, note text) PARTITION BY RANGE (n);
CREATE TABLE turns_a PARTITION OF turns FOR VALUES FROM (0) TO (10);
CREATE TABLE turns_b PARTITION OF turns FOR VALUES FROM (10) TO (20);
CREATE TABLE turns_c PARTITION OF turns FOR VALUES FROM (20) TO (40);
