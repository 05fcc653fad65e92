"""Roles. They are the server's: each setup makes them anew, and what one case does to them ends with the next."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_ROLES = """
DROP ROLE IF EXISTS case_role; DROP ROLE IF EXISTS case_staff;
CREATE ROLE case_role; CREATE ROLE case_staff; COMMENT ON ROLE case_role IS 'one';
"""


def _role(attribute: str, change: str, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.ROLE, attribute, _ROLES, change, "case_role", since)


def _altered(attribute: str, option: str) -> AttributeCase:
    return _role(attribute, f"ALTER ROLE case_role {option}")


CASES = (
    _altered("superuser", "SUPERUSER"),
    _altered("inherit", "NOINHERIT"),
    _altered("create_role", "CREATEROLE"),
    _altered("create_db", "CREATEDB"),
    _altered("login", "LOGIN"),
    _altered("replication", "REPLICATION"),
    _altered("bypass_rls", "BYPASSRLS"),
    _altered("connection_limit", "CONNECTION LIMIT 3"),
    _altered("valid_until", "VALID UNTIL '2030-01-01 00:00+00'"),
    _altered("settings", "SET work_mem = '8MB'"),
    _role(
        "database_settings",
        """DO $$ BEGIN
            EXECUTE format('ALTER ROLE case_role IN DATABASE %I SET work_mem = ''8MB''', current_database());
        END $$""",
    ),
    _role("member_of", "GRANT case_staff TO case_role"),
    _role("member_of", "GRANT case_staff TO case_role WITH ADMIN OPTION"),
    _role("member_of", "GRANT case_staff TO case_role WITH SET FALSE", 16),
    AttributeCase(Kind.COMMENT, "text", _ROLES, "COMMENT ON ROLE case_role IS 'two'", "role case_role"),
)
