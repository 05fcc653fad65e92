CREATE TYPE person AS (name text, born date);
CREATE TABLE staff OF person (name NOT NULL, PRIMARY KEY (name));
CREATE TABLE guests (name text, born date);
