-- since: 18
-- hazards: table-rewrite
CREATE TABLE archive (id integer, body text) PARTITION BY RANGE (id);
CREATE TABLE archive_1 PARTITION OF archive FOR VALUES FROM (0) TO (10);
CREATE TABLE archive_2 PARTITION OF archive FOR VALUES FROM (10) TO (20);
