-- hazards: index-build
CREATE TABLE stamps (id integer PRIMARY KEY, code text NOT NULL);
CREATE UNIQUE INDEX stamps_code ON stamps (code);
ALTER TABLE stamps REPLICA IDENTITY USING INDEX stamps_code;
