-- hazards: index-build
CREATE TABLE visits (id integer PRIMARY KEY, host text, path text, code integer);
CREATE INDEX visits_path ON visits (host, path);
CREATE INDEX visits_failed ON visits (id) WHERE code >= 500;
