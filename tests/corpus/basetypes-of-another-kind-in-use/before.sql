-- irreversible: which has to be made again
CREATE TYPE coin;
CREATE FUNCTION coin_in(cstring) RETURNS coin LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION coin_out(coin) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE coin (INPUT = coin_in, OUTPUT = coin_out, LIKE = integer);
CREATE TABLE purse (coin coin);
