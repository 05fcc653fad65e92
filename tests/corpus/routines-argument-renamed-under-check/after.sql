-- hazards: full-scan
CREATE FUNCTION is_code(code text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT code ~ '^[A-Z]{3}$' $$;
CREATE TABLE currencies (code text CONSTRAINT valid CHECK (is_code(code)), name text);
COMMENT ON CONSTRAINT valid ON currencies IS 'three letters';
