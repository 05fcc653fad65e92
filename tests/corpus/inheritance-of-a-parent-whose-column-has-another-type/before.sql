-- irreversible: should come from a parent that its table begins to inherit from
CREATE TABLE parents (id integer, code integer);
CREATE TABLE children (name text) INHERITS (parents);
