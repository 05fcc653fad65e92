CREATE TYPE steps;
CREATE FUNCTION in_steps(steps) RETURNS steps LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE steps AS RANGE (subtype = integer, canonical = in_steps, subtype_opclass = int4_ops);
CREATE TABLE spaces (id integer);
