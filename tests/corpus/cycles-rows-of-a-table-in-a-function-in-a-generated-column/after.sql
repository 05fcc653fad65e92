-- hazards: table-rewrite
CREATE TABLE films (id integer PRIMARY KEY, minutes integer);
CREATE FUNCTION hours(integer) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 / 60.0';
CREATE FUNCTION longest() RETURNS SETOF films LANGUAGE sql STABLE AS 'SELECT * FROM films ORDER BY minutes DESC LIMIT 1';
ALTER TABLE films ADD hours numeric GENERATED ALWAYS AS (hours(minutes)) STORED;
