-- since: 18
-- inherited: children.id
CREATE TABLE parents (id integer NOT NULL);
CREATE TABLE children () INHERITS (parents);
CREATE TABLE grandchildren () INHERITS (children);
