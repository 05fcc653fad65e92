-- hazards: data-loss, index-build
CREATE TABLE events (id integer NOT NULL) PARTITION BY RANGE (id);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10);
CREATE TABLE events_3 (id integer NOT NULL);
ALTER TABLE events ADD PRIMARY KEY (id);
CREATE UNIQUE INDEX events_once ON events (id);
