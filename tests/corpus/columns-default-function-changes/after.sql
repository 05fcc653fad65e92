CREATE FUNCTION code(integer, prefix text DEFAULT 'b') RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT prefix || $1 $$;
CREATE TABLE coupons (id integer PRIMARY KEY, code text DEFAULT code(7));
