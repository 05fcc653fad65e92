-- hazards: table-rewrite
CREATE COLLATION own FROM "C";
CREATE TYPE names AS RANGE (subtype = text, collation = own);
CREATE TABLE shelves (id integer PRIMARY KEY, names names NOT NULL);
CREATE INDEX shelves_names ON shelves USING gist (names);
