CREATE TABLE parents (id integer NOT NULL);
CREATE TABLE children () INHERITS (parents);
CREATE TABLE grandchildren () INHERITS (children);
ALTER TABLE children ALTER id SET NOT NULL;
