-- hazards: table-rewrite
CREATE TABLE doors (k integer NOT NULL, width integer DEFAULT 1, height integer DEFAULT 2) PARTITION BY LIST (k);
CREATE TABLE a_door (k integer NOT NULL, width integer DEFAULT 3, height integer);
