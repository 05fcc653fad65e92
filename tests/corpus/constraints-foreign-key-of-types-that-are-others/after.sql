-- hazards: table-rewrite, full-scan
CREATE SCHEMA new;
CREATE TYPE new.code AS ENUM ('a', 'b');
CREATE TYPE kind AS ENUM ('x', 'y');
CREATE TABLE parts (code new.code PRIMARY KEY, kind text UNIQUE);
CREATE TABLE items (code new.code REFERENCES parts, kind text REFERENCES parts (kind));
