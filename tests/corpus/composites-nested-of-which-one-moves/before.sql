-- alone
-- hazards: table-rewrite
CREATE SCHEMA shapes;
CREATE SCHEMA units;
CREATE DOMAIN units.length AS integer CHECK (VALUE >= 0);
CREATE TYPE spot AS (x units.length, y integer);
CREATE TYPE shapes.line AS (here spot, there spot);
CREATE TABLE lines (id integer PRIMARY KEY, line shapes.line NOT NULL);
