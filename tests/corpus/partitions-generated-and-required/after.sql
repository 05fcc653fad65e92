-- hazards: table-rewrite, index-build
-- changes: sums_1.sum, children.sum
CREATE TABLE sums (id integer, a integer, b integer, sum integer GENERATED ALWAYS AS (a - b) STORED NOT NULL)
    PARTITION BY RANGE (id);
CREATE TABLE sums_1 PARTITION OF sums FOR VALUES FROM (0) TO (10);
CREATE INDEX ON sums (sum);
CREATE TABLE parents (a integer, b integer, sum integer GENERATED ALWAYS AS (a - b) STORED NOT NULL);
CREATE TABLE children () INHERITS (parents);
