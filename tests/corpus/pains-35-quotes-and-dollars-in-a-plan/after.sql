CREATE TABLE t (a text);
CREATE FUNCTION one() RETURNS text LANGUAGE sql AS $_$SELECT $a$;$a$ || ';' || E'\';' || $$;$$$_$;
CREATE FUNCTION two() RETURNS void LANGUAGE plpgsql AS $x$
DECLARE
    statement text := $q$ CREATE FUNCTION inner_one() RETURNS integer LANGUAGE sql AS $$ SELECT 1; $$; $q$;
BEGIN
    EXECUTE statement; -- it's
END;
$x$;
