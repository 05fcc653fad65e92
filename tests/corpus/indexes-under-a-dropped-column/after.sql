-- hazards: data-loss, index-build
CREATE TABLE visits (id integer PRIMARY KEY, path text);
CREATE INDEX visits_path ON visits (path);
