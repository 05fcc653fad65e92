-- refused: cannot change its type while its table goes from one parent to another
CREATE TABLE others (id integer, code bigint);
CREATE TABLE children (name text) INHERITS (others);
