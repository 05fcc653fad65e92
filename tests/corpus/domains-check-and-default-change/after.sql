-- hazards: full-scan
CREATE DOMAIN email AS text NOT NULL CONSTRAINT has_at CHECK (VALUE ~ '^[^@]+@[^@]+$') CONSTRAINT short CHECK (length(VALUE) < 200);
COMMENT ON DOMAIN email IS 'an address';
CREATE TABLE users (id integer PRIMARY KEY, email email);
