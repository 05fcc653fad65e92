-- hazards: data-loss
CREATE TABLE plants (height integer);
CREATE TABLE trees () INHERITS (plants);
ALTER TABLE plants ADD CONSTRAINT grows CHECK (height > 0) NOT VALID;
COMMENT ON CONSTRAINT grows ON plants IS 'they do';
COMMENT ON CONSTRAINT grows ON trees IS 'these, too';
