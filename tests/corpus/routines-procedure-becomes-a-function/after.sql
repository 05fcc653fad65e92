CREATE FUNCTION cleanup() RETURNS void LANGUAGE sql AS 'SELECT 1';
COMMENT ON ROUTINE cleanup() IS 'every night';
