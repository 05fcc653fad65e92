CREATE TABLE sales (day date, amount integer);
CREATE MATERIALIZED VIEW daily AS SELECT day, sum(amount) AS amount FROM sales GROUP BY day;
CREATE UNIQUE INDEX daily_day ON daily (day);
CREATE VIEW best AS SELECT max(amount) AS amount FROM daily;
GRANT SELECT ON daily TO corpus_anon;
COMMENT ON COLUMN daily.amount IS 'in cents';
