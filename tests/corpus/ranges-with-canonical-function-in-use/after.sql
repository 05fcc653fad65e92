-- hazards: table-rewrite
CREATE TYPE steps AS RANGE (subtype = integer);
CREATE TABLE walks (id integer PRIMARY KEY, steps steps);
