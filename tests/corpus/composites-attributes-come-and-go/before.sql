-- hazards: data-loss
CREATE TYPE address AS (street text, zip text);
CREATE TABLE people (id integer PRIMARY KEY, home address, others address[]);
COMMENT ON COLUMN address.street IS 'with the number';
