-- hazards: table-rewrite, full-scan
CREATE TABLE authors (id integer PRIMARY KEY, parent integer REFERENCES authors);
CREATE TABLE books (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES authors ON DELETE CASCADE);
CREATE INDEX books_author ON books (author_id);
COMMENT ON CONSTRAINT books_author_id_fkey ON books IS 'who wrote it';
