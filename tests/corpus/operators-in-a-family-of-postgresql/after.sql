CREATE DOMAIN zz AS int;
CREATE FUNCTION mylt(int8, int4range) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR <<< (FUNCTION = mylt, LEFTARG = int8, RIGHTARG = int4range);
ALTER OPERATOR FAMILY integer_ops USING btree ADD OPERATOR 1 <<< (int8, int4range);
