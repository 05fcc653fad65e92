CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $outer$BEGIN RETURN '$body$'; END$outer$;
CREATE FUNCTION crlf() RETURNS integer LANGUAGE sql AS E'SELECT 1\r\n  + 1;\r\n';
COMMENT ON FUNCTION f() IS E'one\r\ntwo';
CREATE PROCEDURE p() LANGUAGE sql AS '';
