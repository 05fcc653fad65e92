CREATE TABLE events (id integer, body text) WITH (fillfactor = 70, autovacuum_enabled = false);
CREATE TABLE logs (id integer, body text);
