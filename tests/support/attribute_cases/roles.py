"""Roles. They are the server's: each setup makes them anew, and what one case does to them ends with the next."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_ROLES = """
DROP ROLE IF EXISTS roles_case; DROP ROLE IF EXISTS roles_staff;
CREATE ROLE roles_case; CREATE ROLE roles_staff; COMMENT ON ROLE roles_case IS 'one';
"""


def _role(attribute: str, change: str, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.ROLE, attribute, _ROLES, change, "roles_case", since)


def _altered(attribute: str, option: str) -> AttributeCase:
    return _role(attribute, f"ALTER ROLE roles_case {option}")


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
            EXECUTE format('ALTER ROLE roles_case IN DATABASE %I SET work_mem = ''8MB''', current_database());
        END $$""",
    ),
    _role("member_of", "GRANT roles_staff TO roles_case"),
    _role("member_of", "GRANT roles_staff TO roles_case WITH ADMIN OPTION"),
    _role("member_of", "GRANT roles_staff TO roles_case WITH SET FALSE", 16),
    AttributeCase(Kind.COMMENT, "text", _ROLES, "COMMENT ON ROLE roles_case IS 'two'", "role roles_case"),
)
