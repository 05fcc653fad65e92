-- hazards: table-rewrite
-- changes: tariffs.prices
CREATE FUNCTION apart(numeric, numeric) RETURNS float8 LANGUAGE sql IMMUTABLE RETURN ($1 - $2)::float8;
CREATE TYPE pricerange AS RANGE (subtype = numeric, subtype_diff = apart);
CREATE TABLE tariffs (id integer PRIMARY KEY, prices pricerange NOT NULL DEFAULT 'empty', EXCLUDE USING gist (prices WITH &&));
CREATE FUNCTION cheap(pricerange) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN $1 @> 1::numeric;
GRANT USAGE ON TYPE pricerange TO corpus_anon;
COMMENT ON TYPE pricerange IS 'from, to';
