-- hazards: table-rewrite
CREATE TABLE numbers (c integer DEFAULT 1);
CREATE TABLE texts (c text DEFAULT 'x');
CREATE TABLE child (c integer DEFAULT 2) INHERITS (numbers);
CREATE TABLE leaves (c integer DEFAULT 3) INHERITS (numbers);
