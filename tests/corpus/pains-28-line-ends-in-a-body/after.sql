CREATE FUNCTION lines() RETURNS text LANGUAGE plpgsql AS E'BEGIN\r\n    RETURN ''a\r\nb'';\r\nEND';
COMMENT ON FUNCTION lines() IS E'first\r\nsecond\rthird\n';
