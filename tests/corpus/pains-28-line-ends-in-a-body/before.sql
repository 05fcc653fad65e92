CREATE FUNCTION lines() RETURNS text LANGUAGE plpgsql AS E'BEGIN\n    RETURN ''a\nb'';\nEND';
COMMENT ON FUNCTION lines() IS E'first\nsecond';
