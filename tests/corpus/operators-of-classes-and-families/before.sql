CREATE FUNCTION backwards(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT btint4cmp($2, $1)';
CREATE OPERATOR FAMILY reversed USING btree;
CREATE OPERATOR CLASS reversed_ops FOR TYPE integer USING btree FAMILY reversed AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 backwards(integer, integer);
CREATE TABLE scores (n integer);
CREATE INDEX best ON scores (n reversed_ops);
