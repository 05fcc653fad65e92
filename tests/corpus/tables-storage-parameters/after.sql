CREATE TABLE events (id integer, body text) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.01);
CREATE TABLE logs (id integer, body text) WITH (toast.autovacuum_enabled = false, toast_tuple_target = 200);
