-- hazards: index-build, full-scan, protection-disabled
CREATE TABLE a (id integer PRIMARY KEY, code text NOT NULL);
CREATE UNIQUE INDEX a_code ON a (code);
ALTER TABLE a REPLICA IDENTITY USING INDEX a_code;
CREATE TABLE b (id integer PRIMARY KEY);
ALTER TABLE b REPLICA IDENTITY NOTHING;
CREATE TABLE c (id integer PRIMARY KEY, code text NOT NULL, tenant integer NOT NULL);
CREATE UNIQUE INDEX c_code ON c (tenant, code);
ALTER TABLE c REPLICA IDENTITY USING INDEX c_code;
