-- hazards: index-build
CREATE SCHEMA extensions;
CREATE EXTENSION citext SCHEMA extensions;
CREATE EXTENSION hstore;
COMMENT ON EXTENSION citext IS 'without case';
CREATE TABLE people (id integer PRIMARY KEY, email extensions.citext, more hstore DEFAULT '');
CREATE UNIQUE INDEX people_email ON people (email);
CREATE FUNCTION found(extensions.citext) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM people WHERE email = $1';
