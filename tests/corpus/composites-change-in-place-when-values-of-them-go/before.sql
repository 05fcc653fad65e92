-- hazards: table-rewrite
CREATE TYPE ct AS (a int, b text);
CREATE TABLE goes (c ct);
CREATE TABLE stays (k int, c ct);
CREATE TABLE typed OF ct;
