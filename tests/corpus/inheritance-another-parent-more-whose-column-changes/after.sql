-- hazards: table-rewrite
CREATE TYPE state AS ENUM ('kept', 'found');
CREATE TABLE parent (k integer);
CREATE TABLE second (k integer, a text DEFAULT 'x', b state DEFAULT 'found');
CREATE TABLE child (a text DEFAULT 'y', b state DEFAULT 'kept') INHERITS (parent, second);
