CREATE TABLE animals (id integer);
CREATE TABLE cats (lives integer) INHERITS (animals);
CREATE PUBLICATION beings FOR TABLE animals;
CREATE PUBLICATION few FOR TABLE ONLY animals;
