-- hazards: access-widened
CREATE FUNCTION delete_everything() RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON FUNCTION delete_everything() IS 'careful';
