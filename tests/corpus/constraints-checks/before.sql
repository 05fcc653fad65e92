-- hazards: full-scan, protection-disabled
CREATE TABLE beds (id integer PRIMARY KEY, width integer CONSTRAINT wide CHECK (width > 10), length integer, CONSTRAINT whole CHECK (width IS NULL OR length IS NOT NULL) NOT VALID, CHECK (length > 0));
COMMENT ON CONSTRAINT wide ON beds IS 'in cm';
