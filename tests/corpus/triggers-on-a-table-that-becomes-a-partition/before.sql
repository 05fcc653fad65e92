-- changes: events
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE events (id integer, day date) PARTITION BY RANGE (day);
CREATE TRIGGER note AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION noted();
CREATE TABLE events_1 (id integer, day date);
CREATE TRIGGER other AFTER INSERT ON events_1 FOR EACH ROW EXECUTE FUNCTION noted();
