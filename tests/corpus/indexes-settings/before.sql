-- hazards: index-build
CREATE TABLE pages (id integer PRIMARY KEY, title text, body text);
CREATE INDEX titles ON pages (title) WITH (fillfactor = 70);
CREATE INDEX lengths ON pages (length(body), length(title));
