CREATE TYPE celsius AS (degrees numeric);
CREATE TYPE kelvin AS (degrees numeric);
CREATE FUNCTION warmer(celsius) RETURNS kelvin LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1.degrees + 273)::kelvin';
CREATE CAST (celsius AS kelvin) WITH FUNCTION warmer(celsius);
COMMENT ON CAST (celsius AS kelvin) IS 'about';
CREATE CAST (celsius AS text) WITH INOUT;
CREATE TABLE rooms (temperature celsius);
CREATE VIEW warm AS SELECT temperature::kelvin AS temperature FROM rooms;
