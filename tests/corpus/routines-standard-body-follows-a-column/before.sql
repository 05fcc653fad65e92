-- since: 14
-- hazards: table-rewrite
CREATE TABLE goods (id integer PRIMARY KEY, price integer);
CREATE FUNCTION price_of(wanted integer) RETURNS bigint RETURN (SELECT price FROM goods WHERE id = wanted);
CREATE VIEW first_price AS SELECT price_of(1) AS price;
GRANT EXECUTE ON FUNCTION price_of(integer) TO corpus_anon;
