-- hazards: table-rewrite
CREATE SCHEMA shapes;
CREATE SCHEMA units;
CREATE SCHEMA figures;
CREATE DOMAIN figures.length AS integer CHECK (VALUE >= 0);
CREATE TYPE spot AS (x figures.length, y integer);
CREATE TYPE figures.line AS (here spot, there spot);
CREATE TABLE lines (id integer PRIMARY KEY, line figures.line NOT NULL);
