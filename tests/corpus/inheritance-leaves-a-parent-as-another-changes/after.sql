-- hazards: table-rewrite
CREATE TABLE elder (c text DEFAULT 'x');
CREATE TABLE second (c integer DEFAULT 1);
CREATE TABLE young () INHERITS (elder);
