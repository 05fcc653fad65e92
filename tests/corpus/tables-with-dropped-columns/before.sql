CREATE TABLE visits (junk integer, id integer PRIMARY KEY, page text);
ALTER TABLE visits DROP COLUMN junk;
CREATE INDEX visits_page ON visits (page) INCLUDE (id);
CREATE VIEW pages AS SELECT page FROM visits;
