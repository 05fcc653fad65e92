-- hazards: index-build
CREATE TABLE stamps (id integer PRIMARY KEY, code text NOT NULL, CONSTRAINT stamps_code UNIQUE (code));
ALTER TABLE stamps REPLICA IDENTITY USING INDEX stamps_code;
