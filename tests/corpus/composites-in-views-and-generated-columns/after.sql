-- hazards: data-loss, table-rewrite
CREATE TYPE amount AS (value bigint, currency text, at date);
CREATE TABLE bills (id integer PRIMARY KEY, total amount, euro boolean GENERATED ALWAYS AS ((total).currency = 'EUR') STORED);
CREATE VIEW totals AS SELECT id, (total).value FROM bills;
CREATE FUNCTION sum_of(amount, amount) RETURNS amount LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1.value + $2.value, $1.currency, NULL)::amount';
CREATE AGGREGATE total(amount) (SFUNC = sum_of, STYPE = amount);
