-- hazards: full-scan, protection-disabled
CREATE DOMAIN email AS text DEFAULT 'nobody@example.org' CONSTRAINT has_at CHECK (VALUE ~ '@');
COMMENT ON CONSTRAINT has_at ON DOMAIN email IS 'that is all';
CREATE TABLE users (id integer PRIMARY KEY, email email);
