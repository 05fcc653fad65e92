-- hazards: data-loss, full-scan, protection-disabled
CREATE TABLE animals (id integer NOT NULL, CONSTRAINT known CHECK (id IS NOT NULL));
CREATE TABLE cats (lives integer) INHERITS (animals);
CREATE TABLE lions (name text) INHERITS (cats);
ALTER TABLE animals ADD CONSTRAINT alive CHECK (id > 0);
CREATE TABLE plants (id integer);
CREATE TABLE trees () INHERITS (plants);
CREATE TABLE oaks () INHERITS (trees);
