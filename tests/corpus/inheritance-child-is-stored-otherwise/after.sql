CREATE TABLE plants (name text, color text);
CREATE TABLE trees () INHERITS (plants);
ALTER TABLE ONLY plants ALTER color SET STORAGE MAIN, ALTER color SET COMPRESSION pglz;
CREATE TABLE animals (name text, color text);
CREATE TABLE birds (color text) INHERITS (animals);
ALTER TABLE ONLY animals ALTER name SET STORAGE EXTERNAL, ALTER color SET STORAGE MAIN, ALTER color SET COMPRESSION pglz;
