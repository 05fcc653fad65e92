-- hazards: table-rewrite
CREATE TABLE parent (a text, b integer, c integer, d text DEFAULT 'x');
CREATE TABLE child () INHERITS (parent);
ALTER TABLE child ALTER a SET DEFAULT 'y', ALTER b SET DEFAULT 4, ALTER a SET STORAGE external;
CREATE TABLE another (a text DEFAULT 'z', b integer, c integer DEFAULT 5, d text) INHERITS (child);
ALTER TABLE another ALTER d SET STORAGE plain;
