CREATE FUNCTION code(integer) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT 'a' || $1 $$;
CREATE TABLE coupons (id integer PRIMARY KEY, code text DEFAULT code(7));
