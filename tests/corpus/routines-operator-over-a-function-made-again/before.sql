-- hazards: full-scan
CREATE FUNCTION near(a integer, b integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT abs(a - b) < 5';
CREATE OPERATOR ~~~~ (FUNCTION = near, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = ~~~~);
CREATE TABLE points (x integer, y integer, CONSTRAINT close CHECK (x ~~~~ y));
CREATE VIEW close_points AS SELECT x FROM points WHERE x ~~~~ 5;
COMMENT ON OPERATOR ~~~~ (integer, integer) IS 'not far';
