-- changes: daily.amount
-- hazards: access-widened
CREATE TABLE a_sales (id integer, amount integer);
CREATE TABLE z_rates (rate numeric);
CREATE FUNCTION rate() RETURNS numeric LANGUAGE plpgsql STABLE
    AS 'BEGIN RETURN (SELECT rate FROM matviews_filled_by_functions_that_come_later.z_rates); END';
CREATE MATERIALIZED VIEW daily AS SELECT sum(amount) * rate() AS amount FROM a_sales;
GRANT SELECT ON a_sales TO corpus_owner;
GRANT SELECT ON z_rates TO corpus_owner;
GRANT USAGE ON SCHEMA matviews_filled_by_functions_that_come_later TO corpus_owner;
ALTER MATERIALIZED VIEW daily OWNER TO corpus_owner;
