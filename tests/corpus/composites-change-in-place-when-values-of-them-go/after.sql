-- hazards: data-loss, table-rewrite
CREATE TYPE ct AS (a bigint, b text);
CREATE TABLE stays (k int);
CREATE TABLE typed OF ct;
