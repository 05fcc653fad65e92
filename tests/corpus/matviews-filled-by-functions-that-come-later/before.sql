-- changes: daily.amount
-- hazards: data-loss
CREATE TABLE a_sales (id integer, amount integer);
CREATE MATERIALIZED VIEW daily AS SELECT sum(amount) AS amount FROM a_sales;
GRANT SELECT ON a_sales TO corpus_owner;
ALTER MATERIALIZED VIEW daily OWNER TO corpus_owner;
