CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $outer$BEGIN RETURN $function$ $body$ $body1$ $body2$ \' ; /* $function$; END$outer$;
CREATE FUNCTION crlf() RETURNS integer LANGUAGE sql AS E'SELECT 2\r\n  + 1;\r\n-- \\ :x :''x''\n';
COMMENT ON FUNCTION f() IS E'one\ntwo\r\n*/ --';
CREATE PROCEDURE p() LANGUAGE sql AS $$SELECT '-- not a comment', '/*', E'\'', "p".x FROM (SELECT 1 AS x) AS "p" /* ' */$$;
