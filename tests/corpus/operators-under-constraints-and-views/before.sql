-- since: 14
-- hazards: full-scan
CREATE FUNCTION near(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN abs($1 - $2) < 10;
CREATE OPERATOR ~~~ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = near);
CREATE TABLE points (x integer, y integer, CONSTRAINT close CHECK (x OPERATOR(operators_under_constraints_and_views.~~~) y));
CREATE VIEW pairs AS SELECT a.x FROM points a JOIN points b ON a.x OPERATOR(operators_under_constraints_and_views.~~~) b.x;
