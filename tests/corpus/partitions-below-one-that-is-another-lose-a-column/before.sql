-- hazards: full-scan, index-build
CREATE TABLE events (day integer NOT NULL, state text, at integer) PARTITION BY RANGE (day);
ALTER TABLE events ADD CONSTRAINT at_all CHECK (at > 0);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (10) TO (20) PARTITION BY HASH (day);
CREATE TABLE events_1_0 PARTITION OF events_1 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE INDEX events_at ON events (at);
