CREATE TYPE version AS (major integer, minor integer);
CREATE TABLE releases (v version);
