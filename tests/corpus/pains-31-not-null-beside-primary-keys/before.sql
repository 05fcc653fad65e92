-- hazards: full-scan, index-build
CREATE TABLE versions (id integer PRIMARY KEY, name text NOT NULL, CONSTRAINT versions_id_not_null CHECK (id IS NOT NULL));
