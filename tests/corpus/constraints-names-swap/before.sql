-- hazards: full-scan
CREATE TABLE scales (a integer CONSTRAINT one CHECK (a > 0), b integer CONSTRAINT two CHECK (b > 0));
