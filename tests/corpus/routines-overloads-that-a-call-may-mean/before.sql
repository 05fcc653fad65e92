CREATE TABLE notes (id integer, note text DEFAULT 'x');
CREATE FUNCTION now_shown(zone text DEFAULT 'UTC') RETURNS text LANGUAGE sql STABLE AS 'SELECT zone';
CREATE FUNCTION most(VARIADIC integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE VIEW shown AS SELECT id, now_shown('CET') AS at FROM notes;
CREATE POLICY own ON notes USING (now_shown('CET') IS NOT NULL);
ALTER TABLE notes ALTER note SET DEFAULT now_shown('CET');
CREATE VIEW mosts AS SELECT most(1, 2) AS most;
