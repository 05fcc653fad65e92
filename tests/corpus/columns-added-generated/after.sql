-- hazards: table-rewrite, index-build
CREATE FUNCTION area(integer, integer) RETURNS integer IMMUTABLE LANGUAGE sql RETURN $1 * $2;
CREATE TABLE boxes (width integer, height integer, size integer GENERATED ALWAYS AS (area(width, height)) STORED);
CREATE INDEX boxes_size ON boxes (size);
