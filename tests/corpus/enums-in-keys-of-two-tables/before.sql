-- hazards: irreversible
CREATE TYPE country AS ENUM ('AT', 'CH', 'DD', 'DE');
CREATE TABLE countries (code country PRIMARY KEY, name text NOT NULL);
CREATE TABLE cities (id integer PRIMARY KEY, country country NOT NULL REFERENCES countries ON UPDATE CASCADE, CONSTRAINT one_name UNIQUE (country, id));
COMMENT ON CONSTRAINT cities_country_fkey ON cities IS 'where it is';
