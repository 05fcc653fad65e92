CREATE FUNCTION add(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE FUNCTION shown(a integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT a::text';
CREATE AGGREGATE total(integer) (SFUNC = add, STYPE = integer, INITCOND = '1', COMBINEFUNC = add, PARALLEL = safe);
CREATE TABLE goods (price integer);
CREATE VIEW sum_of_goods AS SELECT total(price) AS total FROM goods;
COMMENT ON AGGREGATE total(integer) IS 'a sum';
GRANT EXECUTE ON FUNCTION total(integer) TO corpus_anon;
