-- hazards: full-scan, table-rewrite
CREATE TABLE doors (k integer NOT NULL, width text DEFAULT 'w', height text DEFAULT 'h') PARTITION BY LIST (k);
CREATE TABLE a_door PARTITION OF doors FOR VALUES IN (1);
ALTER TABLE a_door ALTER width SET DEFAULT 'v', ALTER height DROP DEFAULT, ALTER height SET STORAGE external;
