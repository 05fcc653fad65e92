-- hazards: full-scan, index-build, protection-disabled
CREATE TABLE visits (day integer NOT NULL, id integer NOT NULL, page text) PARTITION BY RANGE (day);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM (10) TO (30);
CREATE TABLE visits_2 PARTITION OF visits FOR VALUES FROM (30) TO (40);
ALTER TABLE visits ADD CONSTRAINT visits_id PRIMARY KEY (id, day) INCLUDE (page);
