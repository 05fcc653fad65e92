CREATE TABLE visits (day integer NOT NULL, id integer NOT NULL, page text) PARTITION BY RANGE (day);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (day);
CREATE TABLE visits_11 PARTITION OF visits_1 FOR VALUES FROM (10) TO (15);
CREATE INDEX visits_11_page ON visits_11 (page);
CREATE INDEX visits_page ON visits (page);
ALTER TABLE visits_11 ADD CONSTRAINT visits_11_id PRIMARY KEY (id, day);
ALTER TABLE visits ADD CONSTRAINT visits_id PRIMARY KEY (id, day);
COMMENT ON INDEX visits_11_page IS 'for the report';
ALTER TABLE visits_11 CLUSTER ON visits_11_page;
