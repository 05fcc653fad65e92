CREATE TABLE towns (id integer CONSTRAINT towns_key PRIMARY KEY, name text CONSTRAINT named CHECK (name <> ''));
CREATE INDEX towns_name ON towns (name);
COMMENT ON TABLE towns IS 'where "people" live; it''s $$ and \n';
COMMENT ON COLUMN towns.id IS 'as the county gives it';
COMMENT ON CONSTRAINT towns_key ON towns IS 'of the county';
COMMENT ON CONSTRAINT named ON towns IS NULL;
COMMENT ON INDEX towns_key IS 'an index and a constraint';
