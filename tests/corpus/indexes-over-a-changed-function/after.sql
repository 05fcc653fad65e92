-- hazards: index-build
CREATE FUNCTION norm(address text) RETURNS varchar IMMUTABLE LANGUAGE sql AS 'SELECT lower($1)::varchar';
CREATE TABLE emails (id integer PRIMARY KEY, address text);
CREATE UNIQUE INDEX addresses ON emails (norm(address));
