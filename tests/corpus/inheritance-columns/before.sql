-- hazards: data-loss, table-rewrite
CREATE TABLE animals (id integer NOT NULL, name varchar(20), legs integer DEFAULT 4);
CREATE TABLE birds (wings integer) INHERITS (animals);
ALTER TABLE birds ALTER legs SET DEFAULT 2;
CREATE TABLE parrots (words text[]) INHERITS (birds);
CREATE VIEW all_animals AS SELECT id, name FROM animals;
