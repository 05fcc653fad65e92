"""A database as a new Supabase project has it."""

from pathlib import Path

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")

# What an update of the service behind the schema `auth` brings.
NEWER_AUTH = """
INSERT INTO auth.schema_migrations VALUES ('20251104100000');
SET ROLE supabase_auth_admin;
ALTER TABLE auth.users ADD COLUMN is_anonymous boolean;
CREATE INDEX users_is_anonymous_idx ON auth.users (is_anonymous);
CREATE TABLE auth.oauth_clients (id uuid PRIMARY KEY);
CREATE FUNCTION auth.email() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
REVOKE EXECUTE ON FUNCTION auth.email() FROM PUBLIC;
RESET ROLE;
GRANT SELECT ON auth.oauth_clients TO dashboard_user;
"""
