CREATE TYPE coin;
CREATE FUNCTION coin_in(cstring) RETURNS coin LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION coin_out(coin) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION coin_send(coin) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'int4send';
CREATE TYPE coin (INPUT = coin_in, OUTPUT = coin_out, SEND = coin_send, LIKE = integer);
CREATE TABLE purse (coin coin);
