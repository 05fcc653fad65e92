CREATE FUNCTION plus(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE OPERATOR <+> (FUNCTION = plus, LEFTARG = integer, RIGHTARG = integer);
CREATE AGGREGATE total(integer) (SFUNC = plus, STYPE = integer);
CREATE PROCEDURE nothing(a integer) LANGUAGE sql AS 'SELECT 1';
CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION search (PARSER = default);
COMMENT ON OPERATOR <+> (integer, integer) IS 'more';
COMMENT ON PROCEDURE nothing(integer) IS 'at all';
COMMENT ON TEXT SEARCH CONFIGURATION search IS 'of the shop';
