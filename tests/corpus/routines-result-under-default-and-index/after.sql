-- hazards: index-build
CREATE FUNCTION slug(title text) RETURNS varchar(60) LANGUAGE sql IMMUTABLE AS 'SELECT lower(title)::varchar(60)';
CREATE TABLE posts (title text, kind text DEFAULT slug('Note'));
CREATE INDEX posts_slug ON posts (slug(title));
