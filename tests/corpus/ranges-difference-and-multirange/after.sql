-- hazards: table-rewrite
CREATE FUNCTION apart(float8, float8) RETURNS float8 LANGUAGE sql IMMUTABLE RETURN $1 - $2;
CREATE TYPE span AS RANGE (subtype = float8, subtype_diff = apart, multirange_type_name = span_multirange);
CREATE TABLE spans (id integer PRIMARY KEY, span span, gaps span_multirange);
CREATE VIEW gaps AS SELECT id, gaps FROM spans WHERE gaps && span_multirange(span(1, 2));
