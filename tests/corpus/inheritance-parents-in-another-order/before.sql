-- irreversible: cannot be changed in place (inherits)
CREATE TABLE a (x integer);
CREATE TABLE b (y integer);
CREATE TABLE c () INHERITS (a, b);
