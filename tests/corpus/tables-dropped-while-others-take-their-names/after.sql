-- hazards: data-loss, table-rewrite
CREATE TABLE b (id serial CONSTRAINT ab_key PRIMARY KEY, note text CONSTRAINT noted CHECK (note <> ''));
CREATE INDEX notes ON b (note);
CREATE TABLE c (x text);
CREATE TABLE d (state text DEFAULT 'x');
