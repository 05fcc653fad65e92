CREATE TABLE visits (page text, at timestamptz);
CREATE MATERIALIZED VIEW hourly AS SELECT page, date_trunc('hour', at) AS hour, count(*) AS visits FROM visits GROUP BY 1, 2 WITH NO DATA;
CREATE MATERIALIZED VIEW daily AS SELECT page, hour::date AS day, sum(visits) AS visits FROM hourly GROUP BY 1, 2 WITH NO DATA;
CREATE VIEW today AS SELECT page, visits FROM daily WHERE day = current_date;
CREATE MATERIALIZED VIEW pages AS SELECT DISTINCT page FROM today WITH NO DATA;
