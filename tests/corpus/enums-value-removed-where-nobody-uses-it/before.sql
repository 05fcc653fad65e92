-- since: 14
-- hazards: irreversible
CREATE TYPE level AS ENUM ('debug', 'info', 'error');
CREATE FUNCTION is_bad(level) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN $1 > 'info'::level;
GRANT EXECUTE ON FUNCTION is_bad(level) TO corpus_anon;
