CREATE TABLE towns (id integer CONSTRAINT towns_key PRIMARY KEY, name text CONSTRAINT named CHECK (name <> ''));
CREATE INDEX towns_name ON towns (name);
COMMENT ON TABLE towns IS 'where people live';
COMMENT ON COLUMN towns.name IS 'without county';
COMMENT ON CONSTRAINT named ON towns IS 'never empty';
COMMENT ON INDEX towns_name IS 'for the search';
