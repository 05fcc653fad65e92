-- hazards: full-scan
CREATE FUNCTION validate_foo(integer) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN $1 > 0; END';
CREATE TABLE foos (val integer, CHECK (validate_foo(val)), CHECK (val = ANY (ARRAY[1, 2, 3])), CHECK (val BETWEEN 1 AND 3));
