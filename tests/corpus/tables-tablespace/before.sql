-- hazards: table-rewrite, index-build
CREATE TABLE photos (id integer PRIMARY KEY, content bytea);
CREATE INDEX photos_size ON photos (length(content));
