-- hazards: full-scan, protection-disabled
CREATE TABLE shapes (id integer, area integer CONSTRAINT sized CHECK (area >= 0), CONSTRAINT named CHECK (id IS NOT NULL));
CREATE TABLE circles (radius integer, CONSTRAINT round CHECK (radius > 1)) INHERITS (shapes);
