-- hazards: index-build
CREATE TABLE maps (id integer CONSTRAINT maps_key PRIMARY KEY WITH (fillfactor = 60) USING INDEX TABLESPACE elsewhere, area int4range, CONSTRAINT apart EXCLUDE USING gist (area WITH &&) WITH (buffering = off));
