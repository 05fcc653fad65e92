-- alone
CREATE TABLE animals (id integer);
CREATE TABLE cats (lives integer) INHERITS (animals);
CREATE PUBLICATION living FOR TABLE animals;
CREATE PUBLICATION few FOR TABLE animals;
