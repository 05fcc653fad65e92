-- hazards: index-build
CREATE FUNCTION slug(title text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(title)';
CREATE TABLE posts (title text, kind text DEFAULT slug('Note'));
CREATE INDEX posts_slug ON posts (slug(title));
