CREATE TABLE sales (id integer, amount integer);
CREATE FUNCTION with_tax(amount integer) RETURNS numeric LANGUAGE sql IMMUTABLE
    AS 'SELECT amount * 1.19';
CREATE MATERIALIZED VIEW gross AS SELECT id, with_tax(amount) AS amount FROM sales;
CREATE INDEX gross_amount ON gross (amount);
