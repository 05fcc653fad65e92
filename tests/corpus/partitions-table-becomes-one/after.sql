-- hazards: full-scan
CREATE TABLE all_visits (id integer NOT NULL, at integer NOT NULL, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE visits PARTITION OF all_visits FOR VALUES FROM (0) TO (1000);
CREATE INDEX all_visits_note ON ONLY all_visits (note);
CREATE INDEX visits_note ON visits (note);
ALTER INDEX all_visits_note ATTACH PARTITION visits_note;
