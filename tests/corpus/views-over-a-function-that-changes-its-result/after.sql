-- hazards: index-build
CREATE FUNCTION price(integer) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2.5';
CREATE TABLE goods (id integer PRIMARY KEY);
CREATE VIEW prices AS SELECT id, price(id) AS price FROM goods;
CREATE VIEW cheap AS SELECT id FROM prices WHERE price < 10;
CREATE INDEX goods_price ON goods (price(id));
GRANT SELECT ON prices TO corpus_anon;
GRANT EXECUTE ON FUNCTION price(integer) TO corpus_staff;
