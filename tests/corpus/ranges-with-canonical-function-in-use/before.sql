-- hazards: table-rewrite
CREATE TYPE steps;
CREATE FUNCTION in_steps(steps) RETURNS steps LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE steps AS RANGE (subtype = integer, canonical = in_steps);
CREATE TABLE walks (id integer PRIMARY KEY, steps steps);
