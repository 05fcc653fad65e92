-- refused: should come from a parent that its table begins to inherit from
CREATE TABLE others (id integer, code bigint);
CREATE TABLE children (name text) INHERITS (others);
