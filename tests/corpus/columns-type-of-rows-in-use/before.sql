-- irreversible: row type
CREATE TABLE points (x integer, y integer);
CREATE TABLE shapes (id integer PRIMARY KEY, corner points, path points[]);
