-- hazards: table-rewrite
CREATE TYPE state AS ENUM ('lost', 'kept');
CREATE TABLE parent (k integer);
CREATE TABLE second (k integer, a integer DEFAULT 1, b state DEFAULT 'lost');
CREATE TABLE child (a integer DEFAULT 2, b state DEFAULT 'lost') INHERITS (parent);
