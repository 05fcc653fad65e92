-- alone
CREATE TABLE orders (id integer);
CREATE FUNCTION ensure_rls() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    IF tg_tag = 'CREATE TABLE' THEN RAISE NOTICE 'row-level security?'; END IF;
END $$;
CREATE EVENT TRIGGER ensure_rls ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS')
    EXECUTE FUNCTION ensure_rls();
ALTER EVENT TRIGGER ensure_rls ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER ensure_rls IS 'nothing is open to all';
