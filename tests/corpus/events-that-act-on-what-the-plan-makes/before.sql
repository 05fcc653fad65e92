-- alone
-- hazards: data-loss
CREATE FUNCTION lock_down() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE one record;
BEGIN
    FOR one IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE command_tag = 'CREATE TABLE' LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', one.object_identity);
    END LOOP;
END $$;
CREATE EVENT TRIGGER lock_down ON ddl_command_end EXECUTE FUNCTION lock_down();
CREATE TABLE hidden (id integer);
