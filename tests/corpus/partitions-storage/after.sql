-- hazards: table-rewrite, index-build, protection-disabled
CREATE TABLE archive (id integer, body text) PARTITION BY RANGE (id) TABLESPACE elsewhere;
CREATE TABLE archive_1 PARTITION OF archive FOR VALUES FROM (0) TO (10) TABLESPACE elsewhere;
CREATE UNLOGGED TABLE archive_2 PARTITION OF archive FOR VALUES FROM (10) TO (20) TABLESPACE pg_default;
CREATE INDEX archive_body ON archive (body);
