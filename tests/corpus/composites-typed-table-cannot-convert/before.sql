-- hazards: table-rewrite
CREATE TYPE person AS (name text, age text);
CREATE TABLE people OF person;
