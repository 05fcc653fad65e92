-- hazards: table-rewrite, full-scan
CREATE TABLE caches (id integer PRIMARY KEY);
CREATE TABLE hits (cache integer CONSTRAINT of_cache REFERENCES caches);
