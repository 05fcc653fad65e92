-- alone
-- hazards: protection-disabled
CREATE FUNCTION log_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER logged ON ddl_command_start EXECUTE FUNCTION log_ddl();
CREATE EVENT TRIGGER rewritten ON table_rewrite EXECUTE FUNCTION log_ddl();
ALTER EVENT TRIGGER logged DISABLE;
