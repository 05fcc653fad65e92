-- hazards: index-build, irreversible
CREATE TYPE role AS ENUM ('guest', 'reader', 'writer');
CREATE TABLE members (id integer PRIMARY KEY, role role NOT NULL DEFAULT 'guest');
CREATE INDEX members_guests ON members (id) WHERE role = 'guest';
CREATE VIEW guests AS SELECT id FROM members WHERE role = 'guest';
CREATE FUNCTION is_guest(role) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN $1 = 'guest'::role;
