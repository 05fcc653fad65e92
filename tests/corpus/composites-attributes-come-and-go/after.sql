-- hazards: data-loss
CREATE TYPE address AS (street text, country text, city text COLLATE "C");
CREATE TABLE people (id integer PRIMARY KEY, home address, others address[]);
COMMENT ON COLUMN address.city IS 'as it is called there';
