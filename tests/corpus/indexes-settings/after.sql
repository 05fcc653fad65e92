-- hazards: index-build
CREATE TABLE pages (id integer PRIMARY KEY, title text, body text);
CREATE INDEX titles ON pages (title) WITH (fillfactor = 90) TABLESPACE elsewhere;
CREATE INDEX lengths ON pages (length(body), length(title));
ALTER INDEX lengths ALTER COLUMN 2 SET STATISTICS 300;
