-- hazards: table-rewrite, full-scan
CREATE TABLE authors (id bigint PRIMARY KEY, parent bigint REFERENCES authors);
CREATE TABLE books (id integer PRIMARY KEY, author_id bigint NOT NULL REFERENCES authors ON DELETE CASCADE);
CREATE INDEX books_author ON books (author_id);
COMMENT ON CONSTRAINT books_author_id_fkey ON books IS 'who wrote it';
