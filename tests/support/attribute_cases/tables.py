"""Tables, partitioned tables, partitions and foreign tables."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_TABLE = """
CREATE TYPE pair AS (a integer, b text); CREATE TABLE parent (a integer); CREATE TABLE t (a integer NOT NULL, b text);
CREATE UNIQUE INDEX i ON t (a);
"""
_PARTITIONED = """
CREATE TABLE p (a integer) PARTITION BY LIST (a); CREATE TABLE q (a integer) PARTITION BY LIST (a);
CREATE TABLE p1 (a integer); ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1);
"""
_AGAIN = "DROP TABLE t; CREATE TABLE t (a integer NOT NULL, b text) {}; CREATE UNIQUE INDEX i ON t (a)"
_METHOD = "CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;"
_FOREIGN = """
CREATE TYPE pair AS (a integer); CREATE TABLE parent (a integer);
CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE SERVER s2 FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE t (a integer) SERVER s OPTIONS (name 'x');
"""
_FOREIGN_PARTITION = f"""{_FOREIGN}
CREATE TABLE p (a integer) PARTITION BY LIST (a); CREATE TABLE q (a integer) PARTITION BY LIST (a);
ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1);
"""
_PENDING = "UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = '{}'::regclass"


def _table(attribute: str, change: str, setup: str = _TABLE) -> AttributeCase:
    return AttributeCase(Kind.TABLE, attribute, setup, change, "public.t")


def _partition(attribute: str, change: str, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.TABLE, attribute, _PARTITIONED, change, "public.p1", since)


def _foreign(attribute: str, change: str, setup: str = _FOREIGN, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.FOREIGN_TABLE, attribute, setup, change, "public.t", since)


def _foreign_updated(attribute: str, column: str, setup: str = _FOREIGN) -> AttributeCase:
    return _foreign(attribute, f"UPDATE pg_class SET {column} WHERE oid = 't'::regclass", setup)


CASES = (
    _table("persistence", "ALTER TABLE t SET UNLOGGED"),
    AttributeCase(
        Kind.TABLE,
        "partition_key",
        _PARTITIONED,
        "DROP TABLE q; CREATE TABLE q (a integer) PARTITION BY RANGE (a)",
        "public.q",
    ),
    AttributeCase(
        Kind.TABLE,
        "partition_key",
        "CREATE TABLE q (a text) PARTITION BY RANGE (a);",
        'DROP TABLE q; CREATE TABLE q (a text) PARTITION BY RANGE (a COLLATE "C" text_pattern_ops)',
        "public.q",
    ),
    _partition(
        "partition_of", "ALTER TABLE p DETACH PARTITION p1; ALTER TABLE q ATTACH PARTITION p1 FOR VALUES IN (1)"
    ),
    _partition(
        "partition_bound", "ALTER TABLE p DETACH PARTITION p1; ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1, 2)"
    ),
    _partition("partition_bound", "ALTER TABLE p DETACH PARTITION p1; ALTER TABLE p ATTACH PARTITION p1 DEFAULT"),
    _partition("detach_pending", _PENDING.format("p1"), 14),
    _table("inherits", "CREATE TABLE t2 (); DROP TABLE t2; ALTER TABLE t INHERIT parent"),
    _table(
        "inherits",
        "ALTER TABLE t NO INHERIT parent; ALTER TABLE t INHERIT parent",
        f"{_TABLE} CREATE TABLE parent2 (b text); ALTER TABLE t INHERIT parent; ALTER TABLE t INHERIT parent2;",
    ),
    _table("of_type", "ALTER TABLE t OF pair"),
    _table("row_security", "ALTER TABLE t ENABLE ROW LEVEL SECURITY"),
    _table("force_row_security", "ALTER TABLE t FORCE ROW LEVEL SECURITY"),
    _table("replica_identity", "ALTER TABLE t REPLICA IDENTITY FULL"),
    _table("replica_identity", "ALTER TABLE t REPLICA IDENTITY NOTHING"),
    _table("replica_identity", "ALTER TABLE t REPLICA IDENTITY USING INDEX i"),
    _table("clustered_on", "ALTER TABLE t CLUSTER ON i"),
    _table("access_method", _AGAIN.format("USING other"), f"{_TABLE} {_METHOD}"),
    _table("tablespace", "ALTER TABLE t SET TABLESPACE elsewhere"),
    AttributeCase(Kind.TABLE, "tablespace", _PARTITIONED, "ALTER TABLE p SET TABLESPACE elsewhere", "public.p"),
    _table("options", "ALTER TABLE t SET (fillfactor = 70, autovacuum_enabled = off)"),
    _table("options", "ALTER TABLE t SET (toast.autovacuum_enabled = off)"),
    _table(
        "options",
        "ALTER TABLE t SET (toast.autovacuum_vacuum_threshold = 7)",
        f"{_TABLE} ALTER TABLE t SET (fillfactor = 70, toast.autovacuum_enabled = off);",
    ),
    _foreign_updated("persistence", "relpersistence = 'u'"),
    _foreign(
        "partition_of",
        "ALTER TABLE p DETACH PARTITION t; ALTER TABLE q ATTACH PARTITION t FOR VALUES IN (1)",
        _FOREIGN_PARTITION,
    ),
    _foreign(
        "partition_bound",
        "ALTER TABLE p DETACH PARTITION t; ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (2)",
        _FOREIGN_PARTITION,
    ),
    _foreign("detach_pending", _PENDING.format("t"), _FOREIGN_PARTITION, 14),
    _foreign("inherits", "ALTER FOREIGN TABLE t INHERIT parent"),
    _foreign_updated("of_type", "reloftype = 'pair'::regtype"),
    _foreign_updated("row_security", "relrowsecurity = true"),
    _foreign_updated("force_row_security", "relforcerowsecurity = true"),
    _foreign_updated("replica_identity", "relreplident = 'f'"),
    _foreign_updated("access_method", "relam = (SELECT oid FROM pg_am WHERE amname = 'other')", _FOREIGN + _METHOD),
    _foreign_updated("tablespace", "reltablespace = (SELECT oid FROM pg_tablespace WHERE spcname = 'elsewhere')"),
    _foreign_updated("options", "reloptions = '{fillfactor=70}'"),
    _foreign(
        "server", "UPDATE pg_foreign_table SET ftserver = (SELECT oid FROM pg_foreign_server WHERE srvname = 's2')"
    ),
    _foreign("foreign_options", "ALTER FOREIGN TABLE t OPTIONS (SET name 'y')"),
    _foreign("foreign_options", "ALTER FOREIGN TABLE t OPTIONS (ADD schema 'x')"),
)
