-- hazards: access-widened
CREATE TABLE secrets (id integer, value text);
CREATE FUNCTION reveal(wanted integer) RETURNS text LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT value FROM routines_becomes_security_definer.secrets WHERE id = wanted';
GRANT EXECUTE ON FUNCTION reveal(integer) TO corpus_anon;
