-- hazards: full-scan, table-rewrite
CREATE TYPE state AS ENUM ('kept', 'found');
CREATE TABLE doors (k integer NOT NULL, state state DEFAULT 'kept') PARTITION BY LIST (k);
CREATE TABLE floor PARTITION OF doors FOR VALUES IN (1) PARTITION BY LIST (k);
CREATE TABLE a_door PARTITION OF floor FOR VALUES IN (1);
ALTER TABLE a_door ALTER state SET DEFAULT 'found';
