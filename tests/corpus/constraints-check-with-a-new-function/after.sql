-- hazards: full-scan
CREATE FUNCTION is_code(text, shortest integer) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$ SELECT length($1) >= $2 $$;
CREATE TABLE codes (code text CONSTRAINT right_code CHECK (is_code(code, 2)));
