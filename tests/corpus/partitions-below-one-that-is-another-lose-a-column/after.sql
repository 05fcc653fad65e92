-- hazards: data-loss, full-scan, protection-disabled
CREATE TABLE events (day integer NOT NULL, at integer) PARTITION BY RANGE (day);
CREATE TABLE events_first PARTITION OF events FOR VALUES FROM (20) TO (30) PARTITION BY HASH (day);
CREATE TABLE events_1_0 PARTITION OF events_first FOR VALUES WITH (MODULUS 2, REMAINDER 0);
