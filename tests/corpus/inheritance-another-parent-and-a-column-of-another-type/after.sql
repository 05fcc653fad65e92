-- hazards: table-rewrite
CREATE TABLE numbers (c integer DEFAULT 1);
CREATE TABLE texts (c text DEFAULT 'x');
CREATE TABLE child (c text DEFAULT 'y') INHERITS (texts);
CREATE TABLE leaves (c text DEFAULT 'z');
