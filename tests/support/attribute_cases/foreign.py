"""Foreign-data wrappers, foreign servers and user mappings."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_FOREIGN = """
DO $$ BEGIN CREATE ROLE foreign_anna SUPERUSER; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
CREATE EXTENSION postgres_fdw;
CREATE FOREIGN DATA WRAPPER w OPTIONS (debug 'true'); CREATE FOREIGN DATA WRAPPER w2;
CREATE SERVER s TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER w OPTIONS (host 'a');
CREATE USER MAPPING FOR public SERVER s OPTIONS (user 'a', password 'x');
COMMENT ON FOREIGN DATA WRAPPER w IS 'x'; COMMENT ON SERVER s IS 'x';
"""


def _case(kind: Kind, attribute: str, change: str, identity: str) -> AttributeCase:
    return AttributeCase(kind, attribute, _FOREIGN, change, identity)


CASES = (
    _case(
        Kind.FOREIGN_DATA_WRAPPER, "handler", "ALTER FOREIGN DATA WRAPPER w HANDLER public.postgres_fdw_handler", "w"
    ),
    _case(
        Kind.FOREIGN_DATA_WRAPPER,
        "validator",
        "UPDATE pg_foreign_data_wrapper SET fdwvalidator = 'postgres_fdw_validator'::regproc WHERE fdwname = 'w'",
        "w",
    ),
    _case(Kind.FOREIGN_DATA_WRAPPER, "options", "ALTER FOREIGN DATA WRAPPER w OPTIONS (SET debug 'false')", "w"),
    _case(
        Kind.SERVER,
        "wrapper",
        """UPDATE pg_foreign_server SET srvfdw = (SELECT oid FROM pg_foreign_data_wrapper WHERE fdwname = 'w2')
            WHERE srvname = 's'""",
        "s",
    ),
    _case(Kind.SERVER, "type", "UPDATE pg_foreign_server SET srvtype = 'y' WHERE srvname = 's'", "s"),
    _case(Kind.SERVER, "version", "ALTER SERVER s VERSION '2'", "s"),
    _case(Kind.SERVER, "options", "ALTER SERVER s OPTIONS (SET host 'b')", "s"),
    _case(Kind.USER_MAPPING, "options", "ALTER USER MAPPING FOR public SERVER s OPTIONS (SET user 'b')", "s/public"),
    _case(Kind.OWNER, "owner", "ALTER FOREIGN DATA WRAPPER w OWNER TO foreign_anna", "foreign data wrapper w"),
    _case(Kind.OWNER, "owner", "ALTER SERVER s OWNER TO foreign_anna", "server s"),
    _case(Kind.COMMENT, "text", "COMMENT ON FOREIGN DATA WRAPPER w IS 'y'", "foreign data wrapper w"),
    _case(Kind.COMMENT, "text", "COMMENT ON SERVER s IS 'y'", "server s"),
    _case(
        Kind.PRIVILEGE,
        "privileges",
        "REVOKE USAGE ON FOREIGN DATA WRAPPER w FROM CURRENT_USER",
        "foreign data wrapper w to its owner",
    ),
    _case(Kind.PRIVILEGE, "privileges", "REVOKE USAGE ON FOREIGN SERVER s FROM CURRENT_USER", "server s to its owner"),
)
