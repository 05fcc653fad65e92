-- hazards: full-scan, table-rewrite
CREATE TYPE state AS ENUM ('kept', 'found');
CREATE DOMAIN known AS state DEFAULT 'found';
CREATE TABLE doors (
    k integer NOT NULL,
    one state DEFAULT 'kept',
    many state[] DEFAULT ARRAY['kept'::state] NOT NULL,
    domained known[] DEFAULT ARRAY['kept'::known],
    computed boolean GENERATED ALWAYS AS (one = 'found') STORED
) PARTITION BY LIST (k);
CREATE TABLE a_door PARTITION OF doors FOR VALUES IN (1);
CREATE TABLE split PARTITION OF doors FOR VALUES IN (2) PARTITION BY LIST (k);
CREATE TABLE split_2 PARTITION OF split FOR VALUES IN (2);
ALTER TABLE split_2 ALTER one SET DEFAULT 'found';
