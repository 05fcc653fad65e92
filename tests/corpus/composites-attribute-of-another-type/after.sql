-- hazards: index-build, table-rewrite
CREATE TYPE spot AS (x numeric, y bigint);
CREATE TABLE spots (id integer PRIMARY KEY, at spot NOT NULL, path spot[]);
CREATE INDEX spots_x ON spots (((at).x));
