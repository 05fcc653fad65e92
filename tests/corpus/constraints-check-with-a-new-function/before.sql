-- hazards: full-scan
CREATE FUNCTION is_code(text) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$ SELECT $1 ~ '^[a-z]+$' $$;
CREATE TABLE codes (code text CONSTRAINT right_code CHECK (is_code(code)));
