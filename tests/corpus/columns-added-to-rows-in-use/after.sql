CREATE TABLE points (x integer, y integer, z integer);
CREATE TABLE shapes (id integer PRIMARY KEY, corner points);
CREATE FUNCTION far(points) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.x > 100';
