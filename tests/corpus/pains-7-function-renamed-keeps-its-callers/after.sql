-- since: 14
CREATE FUNCTION gross(n integer) RETURNS integer RETURN n * 2;
CREATE TABLE goods (n integer);
CREATE VIEW prices AS SELECT gross(n) AS price FROM goods;
CREATE VIEW cheap AS SELECT price FROM prices WHERE price < 10;
