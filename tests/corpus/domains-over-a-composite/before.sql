-- hazards: data-loss, full-scan
CREATE TYPE point3 AS (x float8, y float8, z float8);
CREATE DOMAIN near AS point3 CHECK ((VALUE).x < 100);
CREATE TABLE stars (name text, at near);
