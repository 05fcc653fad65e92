-- alone
CREATE FUNCTION log_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION log_all() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER logged ON sql_drop EXECUTE FUNCTION log_all();
COMMENT ON EVENT TRIGGER logged IS 'who did what';
