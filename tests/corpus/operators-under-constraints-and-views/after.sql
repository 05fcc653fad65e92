-- hazards: full-scan
CREATE FUNCTION nearer(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN abs($1 - $2) < 5;
CREATE OPERATOR ~~~ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = nearer);
CREATE TABLE points (x integer, y integer, CONSTRAINT close CHECK (x OPERATOR(operators_under_constraints_and_views.~~~) y));
CREATE VIEW pairs AS SELECT a.x FROM points a JOIN points b ON a.x OPERATOR(operators_under_constraints_and_views.~~~) b.x;
