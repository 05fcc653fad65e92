-- hazards: access-widened
CREATE TABLE people (id integer PRIMARY KEY, name text, salary integer);
CREATE FUNCTION raise_salary(person integer) RETURNS void LANGUAGE sql AS 'SELECT 1';
GRANT SELECT ON people TO corpus_anon;
