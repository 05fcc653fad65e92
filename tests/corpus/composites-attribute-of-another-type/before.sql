-- hazards: index-build, table-rewrite
-- changes: spots.at
CREATE TYPE spot AS (x integer, y integer);
CREATE TABLE spots (id integer PRIMARY KEY, at spot NOT NULL, path spot[]);
CREATE INDEX spots_x ON spots (((at).x));
