-- hazards: index-build
CREATE FUNCTION norm(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT lower($1)';
CREATE TABLE emails (id integer PRIMARY KEY, address text);
CREATE UNIQUE INDEX addresses ON emails (norm(address));
