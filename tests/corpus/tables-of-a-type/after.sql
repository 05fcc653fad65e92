CREATE TYPE person AS (name text, born date);
CREATE TABLE staff (name text NOT NULL PRIMARY KEY, born date);
CREATE TABLE guests OF person;
