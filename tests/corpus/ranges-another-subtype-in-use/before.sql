-- since: 14
-- hazards: table-rewrite
CREATE TYPE pricerange AS RANGE (subtype = integer);
CREATE TABLE tariffs (id integer PRIMARY KEY, prices pricerange NOT NULL DEFAULT 'empty', EXCLUDE USING gist (prices WITH &&));
CREATE FUNCTION cheap(pricerange) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN $1 @> 1;
GRANT USAGE ON TYPE pricerange TO corpus_anon;
COMMENT ON TYPE pricerange IS 'from, to';
