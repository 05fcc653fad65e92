-- hazards: protection-disabled
CREATE FUNCTION validate_foo(integer) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN $1 > 0; END';
CREATE TABLE foos (val integer);
