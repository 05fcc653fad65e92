-- since: 18
-- irreversible: is to be NOT NULL by its parents alone
CREATE TABLE parents (id integer NOT NULL);
CREATE TABLE children () INHERITS (parents);
CREATE TABLE grandchildren () INHERITS (children);
