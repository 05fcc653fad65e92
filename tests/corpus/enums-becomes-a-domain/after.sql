-- hazards: table-rewrite
CREATE DOMAIN color AS text CHECK (VALUE IN ('red', 'green', 'blue'));
CREATE TABLE cars (id integer PRIMARY KEY, color color NOT NULL DEFAULT 'red');
