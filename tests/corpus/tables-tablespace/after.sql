-- hazards: table-rewrite, index-build
CREATE TABLE photos (id integer PRIMARY KEY USING INDEX TABLESPACE elsewhere, content bytea) TABLESPACE elsewhere;
CREATE INDEX photos_size ON photos (length(content)) TABLESPACE elsewhere;
