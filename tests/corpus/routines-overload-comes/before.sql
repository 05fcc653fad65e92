CREATE FUNCTION area(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a * b';
CREATE VIEW sample AS SELECT area(2, 3) AS area;
REVOKE EXECUTE ON FUNCTION area(integer, integer) FROM PUBLIC;
