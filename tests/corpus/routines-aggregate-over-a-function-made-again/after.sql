CREATE FUNCTION add(one integer, other integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT one + other';
CREATE AGGREGATE total(integer) (SFUNC = add, STYPE = integer, INITCOND = '0');
CREATE TABLE goods (price integer);
CREATE MATERIALIZED VIEW sums AS SELECT total(price) AS total FROM goods;
CREATE INDEX sums_total ON sums (total);
GRANT EXECUTE ON FUNCTION total(integer) TO corpus_anon;
COMMENT ON AGGREGATE total(integer) IS 'a sum';
