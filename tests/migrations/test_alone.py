"""Which statements refuse a transaction: what is said of them, held against what servers say."""

import psycopg

from sync.migrations import Alone
from sync.migrations.parser import split
from sync.postgres.database import Database
from sync.postgres.session import connect
from tests.support.servers import Databases

_REFUSED = "25001"
_ENDED = "2D000"

SCHEMA = """
CREATE TABLE t (id integer PRIMARY KEY);
CREATE TABLE p (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9);
CREATE TYPE e AS ENUM ('a');
CREATE MATERIALIZED VIEW m AS SELECT 1 AS id;
CREATE UNIQUE INDEX m_id ON m (id);
CREATE SUBSCRIPTION plain CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false, slot_name = NONE);
CREATE SUBSCRIPTION slotted CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false, slot_name = 'some');
"""
ENABLED = "ALTER SUBSCRIPTION slotted ENABLE; "
MAKES = "CREATE SUBSCRIPTION s CONNECTION 'host=/nowhere dbname=x' PUBLICATION a"

# The statement, the first major version on which it is so, and what goes before it in the transaction.
REFUSE = [
    ("VACUUM", 13, ""),
    ("VACUUM FULL t", 13, ""),
    ("VACUUM (ANALYZE) t", 13, ""),
    ("CREATE DATABASE other", 13, ""),
    ("DROP DATABASE nowhere", 13, ""),
    ("ALTER DATABASE postgres SET TABLESPACE pg_default", 13, ""),
    ("CREATE TABLESPACE other LOCATION '/nowhere'", 13, ""),
    ("DROP TABLESPACE nowhere", 13, ""),
    ("ALTER SYSTEM SET work_mem = '5MB'", 13, ""),
    ("ALTER SYSTEM RESET ALL", 13, ""),
    ("CLUSTER", 13, ""),
    ("CREATE INDEX CONCURRENTLY ON t (id)", 13, ""),
    ("DROP INDEX CONCURRENTLY m_id", 13, ""),
    ("REINDEX SCHEMA public", 13, ""),
    ("REINDEX DATABASE CURRENT_DATABASE", 13, ""),
    ("REINDEX SYSTEM CURRENT_DATABASE", 13, ""),
    ("REINDEX TABLE CONCURRENTLY t", 13, ""),
    ("REINDEX (VERBOSE, CONCURRENTLY on) INDEX t_pkey", 14, ""),
    ("ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", 14, ""),
    ("DISCARD ALL", 13, ""),
    (MAKES, 13, ""),
    (f"{MAKES} WITH (create_slot, slot_name = x)", 13, ""),
    (f"{MAKES} WITH (connect = 1, enabled = off)", 13, ""),
    ("ALTER SUBSCRIPTION slotted REFRESH PUBLICATION", 14, ENABLED),
    ("ALTER SUBSCRIPTION slotted SET PUBLICATION b", 14, ENABLED),
    ("ALTER SUBSCRIPTION slotted SET PUBLICATION b WITH (refresh = TRUE)", 14, ENABLED),
    ("ALTER SUBSCRIPTION slotted ADD PUBLICATION b", 14, ENABLED),
    (
        "ALTER SUBSCRIPTION slotted DROP PUBLICATION a",
        14,
        ENABLED + "ALTER SUBSCRIPTION slotted ADD PUBLICATION b WITH (refresh = false)",
    ),
    ("ALTER SUBSCRIPTION slotted SET (failover = false)", 17, ""),
    ("ALTER SUBSCRIPTION slotted SET (two_phase = false)", 18, ""),
]
ENDS = [
    ("DO $$ BEGIN UPDATE t SET id = id; COMMIT; END $$", 13, ""),
    ("DO LANGUAGE plpgsql 'BEGIN FOR i IN 1..2 LOOP ROLLBACK AND NO CHAIN; END LOOP; END'", 13, ""),
]
REFUSE_HERE = [
    ("CLUSTER p USING p_pkey", 15, ""),
    ("REINDEX TABLE p", 14, ""),
    ("REINDEX INDEX p_pkey", 14, ""),
    ("DROP SUBSCRIPTION slotted", 13, ""),
]
MAY_REFUSE = [
    ("CLUSTER t USING t_pkey", 13, ""),
    ("REINDEX TABLE t", 13, ""),
    ("REINDEX (VERBOSE) INDEX t_pkey", 13, ""),
    ("REINDEX (CONCURRENTLY off) TABLE t", 14, ""),
    ("DROP SUBSCRIPTION plain", 13, ""),
]
TAKE = [
    ("ANALYZE t", 13, ""),
    ("REFRESH MATERIALIZED VIEW m", 13, ""),
    ("REFRESH MATERIALIZED VIEW CONCURRENTLY m", 13, ""),
    ("DROP INDEX m_id", 13, ""),
    ("ALTER TABLE p DETACH PARTITION p1", 13, ""),
    ("ALTER DATABASE postgres SET work_mem = '5MB'", 13, ""),
    ("ALTER DATABASE postgres CONNECTION LIMIT 9", 13, ""),
    ("DISCARD PLANS", 13, ""),
    ("DO $$ BEGIN PERFORM 'COMMIT;'; /* ROLLBACK; */ END $$", 13, ""),
    ("LOCK TABLE t", 13, ""),
    (f"{MAKES} WITH (connect = false)", 13, ""),
    (f"{MAKES} WITH (connect = OFF, slot_name = NONE)", 13, ""),
    (f"{MAKES} WITH (create_slot = false, enabled = false, connect = 'false')", 13, ""),
    ("ALTER SUBSCRIPTION slotted ENABLE", 13, ""),
    ("ALTER SUBSCRIPTION slotted SET (synchronous_commit = local)", 13, ""),
    ("ALTER SUBSCRIPTION slotted SET PUBLICATION b WITH (refresh = false)", 13, ""),
    ("ALTER SUBSCRIPTION slotted ADD PUBLICATION b WITH (refresh = 'off')", 14, ""),
    ("ALTER SUBSCRIPTION slotted CONNECTION 'dbname=y'", 13, ""),
]


def said(database: Database, statement: str, before: str = "") -> str | None:
    """What a server says of a statement in a transaction, which is undone: the code of its error, if it has one."""
    with connect(database, autocommit=True) as connection:
        connection.execute(f"BEGIN; {before}".encode())
        try:
            connection.execute(statement.encode())
        except psycopg.Error as error:
            return error.sqlstate
        finally:
            connection.execute("ROLLBACK")
    return None


def alone(statement: str) -> Alone | None:
    """What we say."""
    (one,) = split(statement)
    return one.alone


def test_what_servers_say_is_said(each_databases: Databases) -> None:
    database = each_databases.fresh(SCHEMA)
    known = {
        **dict.fromkeys(REFUSE, (Alone.REFUSES, _REFUSED)),
        **dict.fromkeys(ENDS, (Alone.REFUSES, _ENDED)),
        **dict.fromkeys(REFUSE_HERE, (Alone.MAY_REFUSE, _REFUSED)),
        **dict.fromkeys(MAY_REFUSE, (Alone.MAY_REFUSE, None)),
        **dict.fromkeys(TAKE, (None, None)),
    }
    wrong = []
    for (statement, since, before), expected in known.items():
        code = said(database, statement, before) if each_databases.major >= since else expected[1]
        if (alone(statement), code) != expected:
            wrong.append((statement, alone(statement), code))
    assert wrong == []


def test_what_is_added_to_an_enum_is_committed_before_it_is_used(each_databases: Databases) -> None:
    database = each_databases.fresh(SCHEMA)
    add = "ALTER TYPE e ADD VALUE 'b'"
    assert alone(add) is Alone.COMMITS
    assert said(database, add) is None
    assert said(database, "SELECT 'b'::e", add) == "55P04"
