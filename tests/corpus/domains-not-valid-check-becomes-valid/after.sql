-- hazards: full-scan
CREATE DOMAIN percent AS integer CONSTRAINT in_range CHECK (VALUE BETWEEN 0 AND 100);
CREATE TABLE rates (rate percent);
