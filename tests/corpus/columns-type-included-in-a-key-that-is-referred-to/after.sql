-- hazards: full-scan, index-build, table-rewrite
CREATE TABLE places (id integer, name integer, CONSTRAINT places_pkey PRIMARY KEY (id) INCLUDE (name));
CREATE TABLE people (place integer CONSTRAINT lives REFERENCES places);
