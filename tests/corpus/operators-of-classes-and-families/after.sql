-- hazards: index-build
CREATE FUNCTION backwards(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT btint4cmp($2, $1)';
CREATE FUNCTION hashed(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT hashint4($1)';
CREATE OPERATOR FAMILY reversed USING btree;
ALTER OPERATOR FAMILY reversed USING btree OWNER TO corpus_owner;
CREATE OPERATOR CLASS reversed_ops FOR TYPE integer USING btree FAMILY reversed AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 backwards(integer, integer);
COMMENT ON OPERATOR CLASS reversed_ops USING btree IS 'the best first';
CREATE OPERATOR CLASS own_hash FOR TYPE integer USING hash AS OPERATOR 1 =, FUNCTION 1 hashed(integer);
CREATE TABLE scores (n integer);
CREATE INDEX best ON scores (n reversed_ops);
CREATE INDEX found ON scores USING hash (n own_hash);
