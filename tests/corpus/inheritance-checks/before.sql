-- hazards: full-scan, protection-disabled
CREATE TABLE shapes (id integer, area integer CONSTRAINT sized CHECK (area > 0), CONSTRAINT own CHECK (id > 0) NO INHERIT);
CREATE TABLE circles (radius integer, CONSTRAINT round CHECK (radius > 0)) INHERITS (shapes);
