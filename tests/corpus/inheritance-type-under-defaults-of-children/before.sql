-- hazards: table-rewrite
CREATE TABLE parent (a integer, b text, c text, d integer DEFAULT 1);
CREATE TABLE child () INHERITS (parent);
ALTER TABLE child ALTER a SET DEFAULT 1, ALTER b SET DEFAULT '2', ALTER c SET DEFAULT '3';
CREATE TABLE another (a integer DEFAULT 1, b text DEFAULT '2', c text, d integer) INHERITS (child);
