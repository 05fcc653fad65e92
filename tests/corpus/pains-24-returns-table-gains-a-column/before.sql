CREATE TABLE goods (id integer PRIMARY KEY, name text, price integer);
CREATE FUNCTION search(words text) RETURNS TABLE (id integer) LANGUAGE sql STABLE
    AS 'SELECT id FROM goods WHERE name LIKE words';
CREATE VIEW shoes AS SELECT id FROM search('%shoe%') AS found;
CREATE VIEW first_shoe AS SELECT min(id) AS id FROM shoes;
GRANT SELECT ON first_shoe TO corpus_anon;
REVOKE EXECUTE ON FUNCTION search(text) FROM PUBLIC;
ALTER FUNCTION search(text) OWNER TO corpus_owner;
