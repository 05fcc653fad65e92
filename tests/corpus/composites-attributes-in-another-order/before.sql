-- since: 14
-- hazards: data-loss, table-rewrite
-- changes: goods.price, goods.offer
CREATE TYPE price AS (amount integer, currency text, "net/gross" boolean);
CREATE TYPE offer AS (title text, price price);
CREATE TABLE goods (id integer PRIMARY KEY, price price, offer offer);
CREATE FUNCTION shown(price) RETURNS text LANGUAGE sql IMMUTABLE RETURN ($1).currency || ($1).amount;
CREATE VIEW prices AS SELECT id, (price).amount, shown(price) FROM goods;
