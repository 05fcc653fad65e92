CREATE TABLE sales (day date, shop integer, amount integer);
GRANT SELECT ON sales TO corpus_owner;
CREATE MATERIALIZED VIEW daily AS
    SELECT day, sum(amount) AS amount, count(*) AS sales FROM sales GROUP BY day;
CREATE UNIQUE INDEX daily_day ON daily (day);
CREATE INDEX daily_large ON daily (amount) WHERE amount > 100;
ALTER MATERIALIZED VIEW daily ALTER amount SET STATISTICS 500;
ALTER MATERIALIZED VIEW daily CLUSTER ON daily_day;
COMMENT ON INDEX daily_large IS 'for the report';
GRANT SELECT ON daily TO corpus_anon;
ALTER MATERIALIZED VIEW daily OWNER TO corpus_owner;
