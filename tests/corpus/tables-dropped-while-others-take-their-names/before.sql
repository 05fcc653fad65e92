-- hazards: data-loss, table-rewrite
CREATE TABLE a (id serial CONSTRAINT ab_key PRIMARY KEY, note text CONSTRAINT noted CHECK (note <> ''));
CREATE INDEX notes ON a (note);
CREATE TYPE c AS ENUM ('x');
CREATE TABLE d (state c DEFAULT 'x');
