-- changes: events
-- hazards: full-scan, protection-disabled
CREATE TABLE events (id integer, day date) PARTITION BY RANGE (day);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER note AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION noted();
ALTER TABLE events_1 DISABLE TRIGGER note;
