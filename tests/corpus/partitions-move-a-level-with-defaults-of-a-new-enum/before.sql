-- hazards: full-scan, table-rewrite
CREATE TYPE state AS ENUM ('lost', 'kept');
CREATE TABLE doors (k integer NOT NULL, state state DEFAULT 'lost') PARTITION BY LIST (k);
CREATE TABLE a_door PARTITION OF doors FOR VALUES IN (1);
ALTER TABLE a_door ALTER state SET DEFAULT 'kept';
