-- hazards: index-build
CREATE TABLE visits (day integer NOT NULL, id integer NOT NULL, page text) PARTITION BY RANGE (day);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM (10) TO (20);
CREATE INDEX visits_page ON visits (page);
ALTER TABLE visits ADD CONSTRAINT visits_id PRIMARY KEY (id, day) WITH (fillfactor = 60);
