-- hazards: table-rewrite, full-scan
CREATE TABLE firms (id bigint PRIMARY KEY);
CREATE TABLE deals (id integer PRIMARY KEY, firm bigint CONSTRAINT with_firm REFERENCES firms DEFERRABLE);
ALTER TABLE deals ADD CONSTRAINT big CHECK (firm > 0) NOT VALID;
ALTER TABLE deals DISABLE TRIGGER ALL;
ALTER TABLE firms DISABLE TRIGGER ALL;
