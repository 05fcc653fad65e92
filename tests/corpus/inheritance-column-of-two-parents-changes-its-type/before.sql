-- irreversible: cannot change its type: its table has it from several parents
CREATE TABLE parent (c integer);
CREATE TABLE second (c integer);
CREATE TABLE child () INHERITS (parent, second);
