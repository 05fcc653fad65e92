-- hazards: data-loss
CREATE TABLE animals (id bigserial, name text);
CREATE TABLE cats (lives integer) INHERITS (animals);
