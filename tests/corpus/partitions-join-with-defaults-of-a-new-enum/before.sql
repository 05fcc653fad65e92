-- hazards: table-rewrite
CREATE TYPE state AS ENUM ('lost', 'kept');
CREATE DOMAIN known AS state DEFAULT 'lost';
CREATE TABLE doors (
    k integer NOT NULL,
    one state DEFAULT 'lost',
    many state[] DEFAULT ARRAY['lost'::state] NOT NULL,
    domained known[] DEFAULT ARRAY['lost'::known],
    computed boolean GENERATED ALWAYS AS (one = 'lost') STORED
) PARTITION BY LIST (k);
CREATE TABLE a_door (LIKE doors INCLUDING ALL);
CREATE TABLE split (LIKE doors INCLUDING ALL) PARTITION BY LIST (k);
CREATE TABLE split_2 PARTITION OF split FOR VALUES IN (2);
ALTER TABLE split_2 ALTER one SET DEFAULT 'kept';
