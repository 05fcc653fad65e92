-- hazards: table-rewrite
CREATE TABLE parent (k integer, c text DEFAULT 'x');
CREATE TABLE child (c text DEFAULT 'y') INHERITS (parent);
