-- hazards: data-loss, index-build
CREATE TABLE a (id integer PRIMARY KEY, code text NOT NULL);
CREATE UNIQUE INDEX a_code ON a (code);
CREATE TABLE b (id integer PRIMARY KEY);
ALTER TABLE b REPLICA IDENTITY FULL;
CREATE TABLE c (id integer PRIMARY KEY, code text NOT NULL);
CREATE UNIQUE INDEX c_code ON c (code);
ALTER TABLE c REPLICA IDENTITY USING INDEX c_code;
