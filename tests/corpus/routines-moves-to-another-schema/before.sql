-- alone
-- hazards: access-widened
CREATE SCHEMA tools;
CREATE FUNCTION slug(title text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(title)';
GRANT EXECUTE ON FUNCTION slug(text) TO corpus_staff WITH GRANT OPTION;
COMMENT ON FUNCTION slug(text) IS 'for addresses';
CREATE TABLE posts (title text);
CREATE VIEW addresses AS SELECT slug(title) AS address FROM posts;
GRANT SELECT ON addresses TO corpus_anon;
