-- hazards: data-loss, full-scan
CREATE TABLE animals (id integer);
CREATE TABLE cats (lives integer) INHERITS (animals);
CREATE TABLE lions () INHERITS (cats);
ALTER TABLE animals ADD CONSTRAINT numbered CHECK (id > 0);
