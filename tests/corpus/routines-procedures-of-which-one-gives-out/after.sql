-- hazards: access-widened
CREATE DOMAIN "a, b" AS int;
CREATE PROCEDURE p(IN a "a, b", IN b double precision) LANGUAGE sql AS 'SELECT 2';
GRANT ALL ON PROCEDURE p TO corpus_anon;
CREATE PROCEDURE p(OUT a int, OUT c float,b int) LANGUAGE sql AS 'SELECT 1,1.0::float';
CREATE PROCEDURE q() LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
COMMENT ON PROCEDURE q() IS 'x';
GRANT ALL ON PROCEDURE q TO corpus_anon;
