CREATE TABLE visits (page text, at timestamptz);
CREATE MATERIALIZED VIEW hourly AS SELECT page, date_trunc('hour', at) AS hour, count(*) AS visits FROM visits GROUP BY 1, 2;
CREATE MATERIALIZED VIEW daily AS SELECT page, hour::date AS day, sum(visits) AS visits FROM hourly GROUP BY 1, 2;
