-- hazards: index-build
CREATE TABLE visits (day integer NOT NULL, id integer NOT NULL, page text) PARTITION BY RANGE (day);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM (10) TO (20);
ALTER TABLE visits_1 ADD CONSTRAINT visits_1_once UNIQUE (id, day);
ALTER TABLE visits ADD CONSTRAINT visits_id UNIQUE (id, day);
