CREATE TABLE nothing (a integer);
CREATE TABLE pages (id integer PRIMARY KEY, position integer NOT NULL);
CREATE FUNCTION next_position() RETURNS integer LANGUAGE sql STABLE AS 'SELECT coalesce(max(position), 0) + 1 FROM pages';
CREATE FUNCTION first_of(pages) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT $1.position = 1';
ALTER TABLE pages ALTER position SET DEFAULT next_position();
ALTER TABLE pages ADD CONSTRAINT placed CHECK (position > 0 OR first_of(pages));
CREATE INDEX first_pages ON pages (id) WHERE position = 1;
CREATE POLICY firsts ON pages USING (first_of(pages));
