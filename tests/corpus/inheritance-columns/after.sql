-- hazards: table-rewrite, full-scan
CREATE TABLE animals (id integer NOT NULL, name text NOT NULL, legs bigint DEFAULT 4, age integer DEFAULT 0);
CREATE TABLE birds (wings integer) INHERITS (animals);
ALTER TABLE birds ALTER legs SET DEFAULT 2;
CREATE TABLE parrots (words text[]) INHERITS (birds);
CREATE VIEW all_animals AS SELECT id, name FROM animals;
