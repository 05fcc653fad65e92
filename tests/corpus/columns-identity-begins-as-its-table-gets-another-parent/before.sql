-- hazards: data-loss
CREATE TABLE firsts (a integer);
CREATE TABLE children (id integer NOT NULL) INHERITS (firsts);
