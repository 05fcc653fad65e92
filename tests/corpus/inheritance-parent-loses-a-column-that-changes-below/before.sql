-- hazards: data-loss, table-rewrite
CREATE TABLE parent (k integer);
CREATE TABLE child (c integer DEFAULT 1) INHERITS (parent);
