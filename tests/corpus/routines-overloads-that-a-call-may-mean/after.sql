CREATE TABLE notes (id integer, note text DEFAULT 'x');
CREATE FUNCTION now_shown() RETURNS text LANGUAGE sql STABLE AS 'SELECT ''now''';
CREATE FUNCTION most(integer, bigint DEFAULT 3) RETURNS integer LANGUAGE sql AS 'SELECT 2';
CREATE VIEW shown AS SELECT id, now_shown() AS at FROM notes;
CREATE POLICY own ON notes USING (now_shown() IS NOT NULL);
ALTER TABLE notes ALTER note SET DEFAULT now_shown();
CREATE VIEW mosts AS SELECT most(1, 2) AS most;
