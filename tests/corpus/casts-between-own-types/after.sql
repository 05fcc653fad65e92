CREATE TYPE celsius AS (degrees numeric);
CREATE TYPE kelvin AS (degrees numeric);
CREATE FUNCTION warmer(celsius) RETURNS kelvin LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1.degrees + 273.15)::kelvin';
CREATE CAST (celsius AS kelvin) WITH FUNCTION warmer(celsius) AS ASSIGNMENT;
COMMENT ON CAST (celsius AS kelvin) IS 'exactly';
CREATE FUNCTION colder(kelvin) RETURNS celsius LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1.degrees - 273.15)::celsius';
CREATE CAST (kelvin AS celsius) WITH FUNCTION colder(kelvin) AS IMPLICIT;
CREATE TABLE rooms (temperature celsius);
CREATE VIEW warm AS SELECT temperature::kelvin AS temperature FROM rooms;
