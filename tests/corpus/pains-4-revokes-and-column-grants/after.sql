-- hazards: access-widened
CREATE TABLE people (id integer PRIMARY KEY, name text, salary integer);
CREATE FUNCTION raise_salary(person integer) RETURNS void LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION raise_salary(integer) FROM PUBLIC;
GRANT SELECT (id, name), UPDATE (name) ON people TO corpus_anon;
