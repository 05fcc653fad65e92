CREATE TABLE visits (id integer PRIMARY KEY, page text, agent text);
ALTER TABLE visits DROP COLUMN agent;
CREATE INDEX visits_page ON visits (page) INCLUDE (id);
CREATE VIEW pages AS SELECT page FROM visits;
COMMENT ON VIEW pages IS 'that were visited';
