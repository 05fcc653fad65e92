-- hazards: table-rewrite
CREATE TABLE photos (id integer PRIMARY KEY, content bytea);
CREATE INDEX photos_size ON photos (length(content));
