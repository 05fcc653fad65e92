CREATE TABLE animals (lives integer);
CREATE TABLE a_cat () INHERITS (animals);
CREATE TABLE cats (name text) INHERITS (animals);
ALTER TABLE animals ADD CONSTRAINT alive CHECK (lives > 0) NOT VALID;
CREATE TABLE others (id integer);
