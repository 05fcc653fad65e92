-- hazards: access-widened
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE posts (id integer PRIMARY KEY, title varchar(80), kind kind);
CREATE VIEW shown WITH (security_barrier) AS SELECT id, title, title COLLATE "C" AS "Sorted title", kind, ARRAY[kind] AS kinds, posts AS whole FROM posts;
COMMENT ON COLUMN shown.title IS 'short';
GRANT SELECT ON shown TO corpus_anon;
CREATE FUNCTION latest() RETURNS SETOF shown LANGUAGE sql AS 'SELECT * FROM shown ORDER BY id DESC LIMIT 1';
CREATE FUNCTION word(shown) RETURNS text LANGUAGE sql AS 'SELECT $1.title';
CREATE OR REPLACE VIEW shown WITH (security_barrier) AS SELECT id, title, title COLLATE "C" AS "Sorted title", kind, ARRAY[kind] AS kinds, posts AS whole FROM posts WHERE id > (SELECT count(*) FROM latest());
CREATE VIEW over_it AS SELECT title, word(shown) FROM shown;
