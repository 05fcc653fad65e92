-- hazards: data-loss
CREATE TABLE parent (a integer, b integer, CONSTRAINT positive CHECK (a > 0));
CREATE TABLE child () INHERITS (parent);
CREATE TABLE own (a integer, b integer) INHERITS (parent);
CREATE TABLE below () INHERITS (own);
