"""Publications and subscriptions."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_PUBLICATION = """
DO $$ BEGIN CREATE ROLE replication_anna SUPERUSER; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END
$$;
CREATE TABLE t (a integer PRIMARY KEY, b integer);
CREATE PUBLICATION p; CREATE PUBLICATION named FOR TABLE t; COMMENT ON PUBLICATION p IS 'x';
"""
_SUBSCRIPTION = f"""{_PUBLICATION}
CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1 port=1 dbname=x password=y' PUBLICATION p
    WITH (connect = false, slot_name = NONE);
COMMENT ON SUBSCRIPTION s IS 'x';
"""


def _publication(attribute: str, change: str, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.PUBLICATION, attribute, _PUBLICATION, change, "p", since)


def _table(attribute: str, change: str) -> AttributeCase:
    return AttributeCase(Kind.PUBLICATION_TABLE, attribute, _PUBLICATION, change, "public.t/named", 15)


def _altered(attribute: str, change: str, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.SUBSCRIPTION, attribute, _SUBSCRIPTION, f"ALTER SUBSCRIPTION s {change}", "s", since)


def _updated(attribute: str, column: str, since: int = 13) -> AttributeCase:
    change = f"UPDATE pg_subscription SET {column} WHERE subname = 's'"
    return AttributeCase(Kind.SUBSCRIPTION, attribute, _SUBSCRIPTION, change, "s", since)


CASES = (
    _publication("all_tables", "UPDATE pg_publication SET puballtables = true WHERE pubname = 'p'"),
    _publication("schemas", "ALTER PUBLICATION p ADD TABLES IN SCHEMA public", 15),
    _publication("operations", "ALTER PUBLICATION p SET (publish = 'insert, delete')"),
    _publication("via_root", "ALTER PUBLICATION p SET (publish_via_partition_root = true)"),
    _publication("generated_columns", "ALTER PUBLICATION p SET (publish_generated_columns = stored)", 18),
    AttributeCase(Kind.OWNER, "owner", _PUBLICATION, "ALTER PUBLICATION p OWNER TO replication_anna", "publication p"),
    AttributeCase(Kind.COMMENT, "text", _PUBLICATION, "COMMENT ON PUBLICATION p IS 'y'", "publication p"),
    _table("columns", "ALTER PUBLICATION named SET TABLE t (a)"),
    _table("filter", "ALTER PUBLICATION named SET TABLE t WHERE (a > 1)"),
    _updated("enabled", "subenabled = true"),
    _altered("connection", "CONNECTION 'host=127.0.0.2 port=1 dbname=x password=y'"),
    _altered("publications", "SET PUBLICATION p, q WITH (refresh = false)"),
    _altered("slot", "SET (slot_name = 'x')"),
    _altered("synchronous_commit", "SET (synchronous_commit = 'local')"),
    _altered("binary", "SET (binary = true)", 14),
    _altered("streaming", "SET (streaming = true)", 14),
    _updated("two_phase", "subtwophasestate = 'e'", 15),
    _altered("disable_on_error", "SET (disable_on_error = true)", 15),
    _altered("password_required", "SET (password_required = false)", 16),
    _altered("run_as_owner", "SET (run_as_owner = true)", 16),
    _altered("origin", "SET (origin = none)", 16),
    _updated("failover", "subfailover = true", 17),
    AttributeCase(
        Kind.OWNER, "owner", _SUBSCRIPTION, "ALTER SUBSCRIPTION s OWNER TO replication_anna", "subscription s"
    ),
    AttributeCase(Kind.COMMENT, "text", _SUBSCRIPTION, "COMMENT ON SUBSCRIPTION s IS 'y'", "subscription s"),
)
