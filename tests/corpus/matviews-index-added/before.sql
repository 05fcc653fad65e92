CREATE TABLE sales (day date, amount integer);
CREATE MATERIALIZED VIEW daily AS SELECT day, sum(amount) AS amount FROM sales GROUP BY day;
