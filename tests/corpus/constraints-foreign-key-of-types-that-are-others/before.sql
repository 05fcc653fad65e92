-- alone
-- hazards: table-rewrite, full-scan
CREATE SCHEMA old;
CREATE TYPE old.code AS ENUM ('a', 'b');
CREATE TYPE kind AS ENUM ('x', 'y');
CREATE TABLE parts (code old.code PRIMARY KEY, kind kind UNIQUE);
CREATE TABLE items (code old.code REFERENCES parts, kind kind REFERENCES parts (kind));
