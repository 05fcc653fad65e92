-- hazards: data-loss, full-scan
CREATE TABLE events (id integer, body text, kind integer NOT NULL DEFAULT 3, CHECK (id > 0)) PARTITION BY LIST (id);
CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1);
