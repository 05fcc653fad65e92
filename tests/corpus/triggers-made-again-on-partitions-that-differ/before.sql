-- hazards: table-rewrite
CREATE TABLE events (id integer, total integer, day date) PARTITION BY RANGE (day);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER note AFTER INSERT ON events FOR EACH ROW WHEN (NEW.total > 10) EXECUTE FUNCTION noted();
ALTER TABLE events_1 DISABLE TRIGGER note;
COMMENT ON TRIGGER note ON events IS 'large ones';
