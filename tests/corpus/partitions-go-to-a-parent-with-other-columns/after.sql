-- hazards: data-loss, full-scan
CREATE TABLE events (id integer, body text, kind integer CHECK (kind > 0)) PARTITION BY LIST (id);
CREATE TABLE archive (id integer, body text, reason integer CHECK (reason > 0)) PARTITION BY LIST (id);
CREATE TABLE events_1 PARTITION OF archive FOR VALUES IN (1);
