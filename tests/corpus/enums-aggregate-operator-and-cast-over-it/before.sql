-- since: 14
-- hazards: irreversible
CREATE TYPE unit AS ENUM ('g', 'kg', 't', 'lb');
CREATE TABLE loads (id integer PRIMARY KEY, unit unit);
CREATE FUNCTION grams(unit) RETURNS integer LANGUAGE sql IMMUTABLE RETURN CASE $1 WHEN 'g'::unit THEN 1 ELSE 1000 END;
CREATE CAST (unit AS integer) WITH FUNCTION grams(unit);
CREATE FUNCTION heavier(unit, unit) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN grams($1) > grams($2);
CREATE OPERATOR >>> (LEFTARG = unit, RIGHTARG = unit, FUNCTION = heavier);
CREATE FUNCTION add_unit(bigint, unit) RETURNS bigint LANGUAGE sql IMMUTABLE RETURN $1 + grams($2);
CREATE AGGREGATE total(unit) (SFUNC = add_unit, STYPE = bigint, INITCOND = '0');
CREATE INDEX loads_grams ON loads (grams(unit));
ALTER TABLE loads ADD CONSTRAINT light CHECK (NOT unit >>> 't'::unit);
