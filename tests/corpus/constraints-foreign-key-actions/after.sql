-- hazards: full-scan
CREATE TABLE users (id integer PRIMARY KEY, code text UNIQUE);
CREATE TABLE comments (id integer PRIMARY KEY, author integer CONSTRAINT by_user REFERENCES users ON DELETE SET NULL, parent integer CONSTRAINT answers REFERENCES comments DEFERRABLE INITIALLY DEFERRED, code text CONSTRAINT coded REFERENCES users (code) MATCH FULL ON UPDATE RESTRICT);
COMMENT ON CONSTRAINT by_user ON comments IS 'who wrote it';
