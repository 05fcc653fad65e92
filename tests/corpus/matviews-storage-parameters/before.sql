CREATE TABLE notes (id integer, body text);
CREATE MATERIALIZED VIEW bodies AS SELECT id, body FROM notes;
ALTER MATERIALIZED VIEW bodies SET (fillfactor = 80, autovacuum_enabled = off);
