CREATE TABLE people (id integer PRIMARY KEY, name text, age integer);
CREATE VIEW adults AS SELECT id, name FROM people WHERE age > 17;
CREATE FUNCTION adult(wanted integer) RETURNS SETOF adults LANGUAGE sql STABLE AS 'SELECT * FROM adults WHERE id = wanted';
CREATE FUNCTION is_old(one adults) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT one.name LIKE 'old%' $$;
CREATE VIEW old_adults AS SELECT id FROM adults a WHERE is_old(a);
REVOKE EXECUTE ON FUNCTION is_old(adults) FROM PUBLIC;
