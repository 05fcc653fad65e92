CREATE TYPE money_of AS (amount integer, currency text);
CREATE FUNCTION as_text(m money_of) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT m.amount || m.currency';
CREATE TABLE prices (price money_of, shown text DEFAULT as_text(ROW(0, 'EUR')::money_of));
CREATE VIEW shown_prices AS SELECT as_text(price) AS price FROM prices;
