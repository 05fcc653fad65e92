-- hazards: data-loss
CREATE TABLE roots (id integer NOT NULL, size integer);
CREATE TABLE leaves (id integer NOT NULL, name text, size integer) INHERITS (roots);
CREATE TABLE twigs (length integer) INHERITS (leaves);
