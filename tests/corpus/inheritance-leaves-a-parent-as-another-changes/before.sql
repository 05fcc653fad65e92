-- hazards: table-rewrite
CREATE TABLE elder (c integer DEFAULT 1);
CREATE TABLE second (c integer DEFAULT 1);
CREATE TABLE young () INHERITS (elder, second);
