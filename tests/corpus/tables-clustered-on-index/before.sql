-- hazards: index-build
CREATE TABLE readings (id integer PRIMARY KEY, taken_at timestamp NOT NULL);
CREATE INDEX readings_by_time ON readings (taken_at);
ALTER TABLE readings CLUSTER ON readings_by_time;
