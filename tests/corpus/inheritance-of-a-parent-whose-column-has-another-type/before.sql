-- irreversible: cannot change its type while its table goes from one parent to another
CREATE TABLE parents (id integer, code integer);
CREATE TABLE children (name text) INHERITS (parents);
