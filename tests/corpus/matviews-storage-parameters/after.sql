CREATE TABLE notes (id integer, body text);
CREATE MATERIALIZED VIEW bodies AS SELECT id, body FROM notes;
ALTER MATERIALIZED VIEW bodies SET (fillfactor = 90, toast.autovacuum_enabled = off);
ALTER MATERIALIZED VIEW bodies ALTER body SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW bodies ALTER id SET (n_distinct = -0.5);
