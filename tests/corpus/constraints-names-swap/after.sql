-- hazards: full-scan
CREATE TABLE scales (a integer CONSTRAINT two CHECK (a > 0), b integer CONSTRAINT one CHECK (b > 0));
