"""Owners, privileges, default privileges and security labels."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

# Roles are the server's, not the database's: made once, and used by every case.
ROLES = """
DO $$ DECLARE one text; BEGIN
    FOREACH one IN ARRAY ARRAY['access_anna', 'access_bob', 'Access "Ännä"=/,{}\\'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I', one);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;
END $$;
"""
_EVERYTHING = f"""{ROLES}
CREATE TYPE e AS ENUM ('a'); CREATE SEQUENCE s;
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, x text); CREATE VIEW v AS SELECT 1 AS x;
CREATE MATERIALIZED VIEW m AS SELECT 1 AS x; CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE r() LANGUAGE sql AS 'SELECT 1';
"""
_SHOP = f"{ROLES} CREATE SCHEMA shop;"
_FOREIGN = f"""{ROLES}
CREATE FOREIGN DATA WRAPPER access_wrapper; CREATE SERVER access_server FOREIGN DATA WRAPPER access_wrapper;
CREATE FOREIGN TABLE ft (id integer) SERVER access_server;
"""


def _setup(identity: str) -> str:
    """What an object needs to be there, and what it stands among."""
    if "shop" in identity:
        return _SHOP
    return _FOREIGN if identity.startswith("foreign table") else _EVERYTHING


def _owner(of: str, name: str) -> AttributeCase:
    return AttributeCase(Kind.OWNER, "owner", _setup(name), f"ALTER {of} OWNER TO access_anna", name)


def _privileges(setup: str, change: str, identity: str, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.PRIVILEGE, "privileges", f"{_setup(identity)} {setup}", change, identity, since)


def _shipped(attribute: str, setup: str, change: str, identity: str) -> AttributeCase:
    return AttributeCase(Kind.PRIVILEGE, attribute, f"{ROLES} {setup}", change, identity)


def _defaults(setup: str, change: str, identity: str, since: int = 13, attribute: str = "privileges") -> AttributeCase:
    return AttributeCase(Kind.DEFAULT_PRIVILEGE, attribute, f"{_setup(identity)} {setup}", change, identity, since)


_FOR_ANNA = "ALTER DEFAULT PRIVILEGES FOR ROLE access_anna"
_LABELS = "SET allow_system_table_mods = on; {} pg_seclabel {};"

CASES = (
    _owner("SCHEMA shop", "schema shop"),
    _owner("TYPE e", "enum public.e"),
    _owner("SEQUENCE s", "sequence public.s"),
    _owner("TABLE t", "table public.t"),
    _owner("FOREIGN TABLE ft", "foreign table public.ft"),
    _owner("VIEW v", "view public.v"),
    _owner("MATERIALIZED VIEW m", "materialized view public.m"),
    _owner("FUNCTION f(integer)", "function public.f(integer)"),
    _owner("PROCEDURE r()", "procedure public.r()"),
    _privileges("GRANT SELECT ON t TO access_bob;", "GRANT UPDATE ON t TO access_bob", "table public.t to access_bob"),
    _privileges("", "REVOKE DELETE ON t FROM CURRENT_USER", "table public.t to its owner"),
    _privileges("", "REVOKE ALL ON v FROM CURRENT_USER", "view public.v to its owner"),
    _privileges("GRANT SELECT ON t TO PUBLIC;", "GRANT INSERT ON t TO PUBLIC", "table public.t to public"),
    _privileges(
        "GRANT SELECT ON t TO access_bob;", "GRANT MAINTAIN ON t TO access_bob", "table public.t to access_bob", 17
    ),
    _privileges(
        "GRANT TRIGGER ON ft TO access_bob;",
        "GRANT REFERENCES, TRUNCATE ON ft TO access_bob",
        "foreign table public.ft to access_bob",
    ),
    _privileges(
        "GRANT SELECT ON m TO access_bob;",
        "GRANT TRIGGER ON m TO access_bob",
        "materialized view public.m to access_bob",
    ),
    _privileges(
        "GRANT SELECT ON SEQUENCE s TO access_bob;",
        "GRANT USAGE ON SEQUENCE s TO access_bob",
        "sequence public.s to access_bob",
    ),
    _privileges(
        "GRANT SELECT ON SEQUENCE t_id_seq TO access_bob;",
        "GRANT UPDATE ON SEQUENCE t_id_seq TO access_bob",
        "sequence public.t_id_seq to access_bob",
    ),
    _privileges(
        "GRANT SELECT (x) ON t TO access_bob;", "GRANT UPDATE (x) ON t TO access_bob", "column public.t/x to access_bob"
    ),
    _privileges(
        "GRANT SELECT (x) ON v TO access_bob;", "GRANT UPDATE (x) ON v TO access_bob", "column public.v/x to access_bob"
    ),
    _privileges("", "REVOKE EXECUTE ON FUNCTION f(integer) FROM PUBLIC", "function public.f(integer) to public"),
    _privileges(
        "", "REVOKE EXECUTE ON FUNCTION f(integer) FROM CURRENT_USER", "function public.f(integer) to its owner"
    ),
    _privileges("", "REVOKE EXECUTE ON PROCEDURE r() FROM PUBLIC", "procedure public.r() to public"),
    _privileges("", "REVOKE USAGE ON TYPE e FROM PUBLIC", "enum public.e to public"),
    _privileges(
        "GRANT USAGE ON SCHEMA shop TO access_bob;",
        "GRANT CREATE ON SCHEMA shop TO access_bob",
        "schema shop to access_bob",
    ),
    AttributeCase(
        Kind.PRIVILEGE,
        "grantable",
        f"{_EVERYTHING} GRANT SELECT ON t TO access_bob;",
        "GRANT SELECT ON t TO access_bob WITH GRANT OPTION",
        "table public.t to access_bob",
    ),
    _privileges(
        r"""GRANT SELECT ON t TO "Access ""Ännä""=/,{}\";""",
        r"""GRANT UPDATE ON t TO "Access ""Ännä""=/,{}\";""",
        r"""table public.t to "Access ""Ännä""=/,{}\"""",
    ),
    _shipped(
        "privileges",
        "GRANT SELECT ON pg_authid TO access_bob;",
        "GRANT INSERT ON pg_authid TO access_bob",
        "table pg_catalog.pg_authid to access_bob",
    ),
    _shipped(
        "grantable",
        "CREATE EXTENSION postgres_fdw; GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO access_bob;",
        "GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO access_bob WITH GRANT OPTION",
        "foreign data wrapper postgres_fdw to access_bob",
    ),
    _shipped(
        "revoked",
        "CREATE EXTENSION pg_stat_statements; REVOKE DELETE ON pg_stat_statements FROM CURRENT_USER;",
        "REVOKE SELECT ON pg_stat_statements FROM CURRENT_USER",
        "view public.pg_stat_statements to its owner",
    ),
    _shipped(
        "revoked",
        "GRANT CREATE ON SCHEMA pg_catalog TO PUBLIC;",
        "REVOKE USAGE ON SCHEMA pg_catalog FROM PUBLIC",
        "schema pg_catalog to public",
    ),
    _defaults("", f"{_FOR_ANNA} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC", "of access_anna on functions to public"),
    _defaults("", f"{_FOR_ANNA} REVOKE USAGE ON TYPES FROM PUBLIC", "of access_anna on types to public"),
    _defaults("", f"{_FOR_ANNA} REVOKE DELETE ON TABLES FROM access_anna", "of access_anna on tables to its owner"),
    _defaults(
        f"{_FOR_ANNA} GRANT SELECT ON TABLES TO access_bob;",
        f"{_FOR_ANNA} GRANT INSERT ON TABLES TO access_bob",
        "of access_anna on tables to access_bob",
    ),
    _defaults(
        f"{_FOR_ANNA} GRANT SELECT ON SEQUENCES TO access_bob;",
        f"{_FOR_ANNA} GRANT USAGE ON SEQUENCES TO access_bob",
        "of access_anna on sequences to access_bob",
    ),
    _defaults(
        f"{_FOR_ANNA} GRANT USAGE ON SCHEMAS TO access_bob;",
        f"{_FOR_ANNA} GRANT CREATE ON SCHEMAS TO access_bob",
        "of access_anna on schemas to access_bob",
    ),
    _defaults(
        f"{_FOR_ANNA} GRANT SELECT ON LARGE OBJECTS TO access_bob;",
        f"{_FOR_ANNA} GRANT UPDATE ON LARGE OBJECTS TO access_bob",
        "of access_anna on large objects to access_bob",
        18,
    ),
    _defaults(
        f"{_FOR_ANNA} IN SCHEMA shop GRANT SELECT ON TABLES TO access_bob;",
        f"{_FOR_ANNA} IN SCHEMA shop GRANT DELETE ON TABLES TO access_bob",
        "of access_anna in schema shop on tables to access_bob",
    ),
    _defaults(
        f"{_FOR_ANNA} GRANT EXECUTE ON FUNCTIONS TO access_bob;",
        f"{_FOR_ANNA} GRANT EXECUTE ON FUNCTIONS TO access_bob WITH GRANT OPTION",
        "of access_anna on functions to access_bob",
        attribute="grantable",
    ),
    AttributeCase(
        Kind.SECURITY_LABEL,
        "label",
        _EVERYTHING
        + _LABELS.format("INSERT INTO", "VALUES ('t'::regclass, 'pg_class'::regclass, 0, 'access', 'secret')"),
        _LABELS.format("UPDATE", "SET label = 'top secret'"),
        "table public.t by access",
    ),
)
