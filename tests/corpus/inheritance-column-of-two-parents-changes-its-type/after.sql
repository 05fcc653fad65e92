-- refused: cannot change its type: its table has it from several parents
CREATE TABLE parent (c text);
CREATE TABLE second (c text);
CREATE TABLE child () INHERITS (parent, second);
