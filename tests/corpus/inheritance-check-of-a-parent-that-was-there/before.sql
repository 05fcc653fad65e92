-- hazards: full-scan
CREATE TABLE animals (id integer CONSTRAINT numbered CHECK (id > 0));
CREATE TABLE beings (id integer CONSTRAINT numbered CHECK (id > 0));
CREATE TABLE cats (lives integer) INHERITS (animals);
