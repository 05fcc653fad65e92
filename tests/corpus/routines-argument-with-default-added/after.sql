CREATE TABLE goods (id integer, price integer);
CREATE FUNCTION cheap(most integer, from_price integer DEFAULT 0) RETURNS SETOF integer LANGUAGE sql STABLE
    AS 'SELECT id FROM goods WHERE price BETWEEN from_price AND most';
CREATE VIEW bargains AS SELECT * FROM cheap(10) AS id;
