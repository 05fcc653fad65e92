CREATE FUNCTION new_token() RETURNS text LANGUAGE sql AS 'SELECT md5(random()::text)';
CREATE FUNCTION is_token(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT length($1) = 32';
CREATE DOMAIN token AS text DEFAULT new_token();
CREATE TABLE sessions (id integer PRIMARY KEY, token token);
