-- since: 14
CREATE TABLE visits (page text, at timestamptz);
CREATE MATERIALIZED VIEW hourly AS SELECT page, date_trunc('hour', at) AS hour, count(*) AS visits FROM visits GROUP BY 1, 2 WITH NO DATA;
CREATE VIEW recent AS SELECT page, hour, visits FROM hourly WHERE hour > now() - interval '1 day';
CREATE MATERIALIZED VIEW pages AS SELECT DISTINCT page FROM visits;
