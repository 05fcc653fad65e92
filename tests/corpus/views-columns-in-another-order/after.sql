CREATE TABLE people (id integer PRIMARY KEY, name text, mail text);
CREATE VIEW contacts AS SELECT mail, name, id FROM people;
CREATE FUNCTION contact(wanted integer) RETURNS SETOF contacts LANGUAGE sql STABLE
    AS 'SELECT * FROM contacts WHERE id = wanted';
GRANT EXECUTE ON FUNCTION contact(integer) TO corpus_anon;
