-- hazards: full-scan
CREATE TABLE users (id integer PRIMARY KEY, code text UNIQUE);
CREATE TABLE comments (id integer PRIMARY KEY, author integer CONSTRAINT by_user REFERENCES users ON DELETE CASCADE, parent integer CONSTRAINT answers REFERENCES comments, code text CONSTRAINT coded REFERENCES users (code) ON UPDATE CASCADE);
COMMENT ON CONSTRAINT by_user ON comments IS 'who wrote it';
