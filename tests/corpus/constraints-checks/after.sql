-- hazards: full-scan, protection-disabled
CREATE TABLE beds (id integer PRIMARY KEY, width integer CONSTRAINT wide CHECK (width > 5), length integer, CONSTRAINT whole CHECK (width IS NULL OR length IS NOT NULL), CONSTRAINT most CHECK (width < 500) NO INHERIT);
COMMENT ON CONSTRAINT wide ON beds IS 'in cm';
