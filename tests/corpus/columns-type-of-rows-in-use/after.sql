-- refused: row type
CREATE TABLE points (x bigint, y integer);
CREATE TABLE shapes (id integer PRIMARY KEY, corner points, path points[]);
