-- hazards: access-widened
CREATE TABLE events (id integer, tenant integer) PARTITION BY LIST (tenant);
CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1);
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON events USING (tenant = 1);
CREATE POLICY direct ON events_1 USING (false);
