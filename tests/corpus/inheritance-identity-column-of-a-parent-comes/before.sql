-- hazards: data-loss
CREATE TABLE plants (name text);
CREATE TABLE trees () INHERITS (plants);
