-- hazards: full-scan
CREATE TYPE point3 AS (x float8, y float8, z float8, w float8);
CREATE DOMAIN near AS point3 CHECK ((VALUE).x < 200);
CREATE TABLE stars (name text, at near);
