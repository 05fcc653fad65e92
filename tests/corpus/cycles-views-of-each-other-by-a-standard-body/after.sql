CREATE TABLE rates (at date, rate numeric);
CREATE FUNCTION current_rate() RETURNS numeric LANGUAGE sql STABLE RETURN 1;
CREATE VIEW prices AS SELECT at, rate * current_rate() AS price FROM rates;
CREATE OR REPLACE FUNCTION current_rate() RETURNS numeric LANGUAGE sql STABLE RETURN (SELECT max(prices.price) FROM prices WHERE false);
