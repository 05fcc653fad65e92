CREATE TABLE secrets (id integer, value text);
CREATE FUNCTION reveal(wanted integer) RETURNS text LANGUAGE sql STABLE
    AS 'SELECT value FROM secrets WHERE id = wanted';
GRANT EXECUTE ON FUNCTION reveal(integer) TO corpus_anon;
