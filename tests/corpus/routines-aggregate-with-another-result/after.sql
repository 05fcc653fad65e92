CREATE FUNCTION add(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE FUNCTION shown(a integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT a::text';
CREATE AGGREGATE total(integer) (SFUNC = add, STYPE = integer, INITCOND = '0', FINALFUNC = shown);
CREATE TABLE goods (price integer);
CREATE VIEW sum_of_goods AS SELECT total(price) AS total FROM goods;
ALTER AGGREGATE total(integer) OWNER TO corpus_owner;
REVOKE EXECUTE ON FUNCTION total(integer) FROM PUBLIC;
