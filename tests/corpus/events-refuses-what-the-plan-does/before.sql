-- alone
CREATE TABLE orders (id integer, note text);
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no % please', tg_tag; END $$;
CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('COMMENT', 'CREATE FUNCTION', 'CREATE MATERIALIZED VIEW', 'CREATE VIEW', 'GRANT', 'REFRESH MATERIALIZED VIEW') EXECUTE FUNCTION refuse();
