-- hazards: index-build
CREATE TABLE sales (day date, amount integer);
CREATE MATERIALIZED VIEW daily AS SELECT day, sum(amount) AS amount FROM sales GROUP BY day;
CREATE UNIQUE INDEX daily_day ON daily (day);
ALTER MATERIALIZED VIEW daily CLUSTER ON daily_day;
