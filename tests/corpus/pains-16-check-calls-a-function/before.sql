-- hazards: full-scan
CREATE FUNCTION is_valid(value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT value <> '' $$;
CREATE TABLE notes (id integer PRIMARY KEY, body text
    CONSTRAINT valid CHECK (is_valid(body)));
CREATE DOMAIN code AS text CHECK (is_valid(VALUE));
