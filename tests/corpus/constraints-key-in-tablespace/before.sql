-- hazards: index-build
CREATE TABLE maps (id integer CONSTRAINT maps_key PRIMARY KEY, area int4range, CONSTRAINT apart EXCLUDE USING gist (area WITH &&));
