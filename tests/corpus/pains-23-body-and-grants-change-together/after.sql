-- hazards: access-widened
CREATE FUNCTION delete_everything() RETURNS integer LANGUAGE sql AS 'SELECT 2';
REVOKE EXECUTE ON FUNCTION delete_everything() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION delete_everything() TO corpus_owner;
COMMENT ON FUNCTION delete_everything() IS 'very careful';
ALTER FUNCTION delete_everything() OWNER TO corpus_owner;
