"""How the reader reads: one moment, nothing written, as many statements for a large schema as for a small one."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event
from typing import Any

import psycopg
import pytest
from psycopg import sql as sql3
from psycopg2 import sql

import sync.catalog
from sync.catalog import Scope
from sync.catalog.there import THERE
from sync.compare import compare
from sync.errors import ReadError
from sync.model import Catalog
from sync.postgres.asking import Asker
from sync.postgres.database import Database
from tests.support.all_kinds import ALL_KINDS
from tests.support.catalogs import read
from tests.support.servers import Databases, execute

SOME = """
    CREATE TABLE t (id int PRIMARY KEY, a int CHECK (a > 0)); CREATE INDEX i ON t (a);
    CREATE VIEW v AS SELECT id, a FROM t; CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1
"""


GIVE_UP = """
    DO $do$ BEGIN EXECUTE $change${change}$change$; EXCEPTION WHEN lock_not_available THEN NULL; END $do$
"""


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every script that the reader sends from here on."""
    sent: list[str] = []
    original = Asker.ask

    def ask(asker: Asker, script: sql.Composable) -> Any:
        sent.append(script.as_string(asker._connection))  # noqa: SLF001 - it quotes as the connection does
        return original(asker, script)

    monkeypatch.setattr(Asker, "ask", ask)
    return sent


def test_never_a_query_per_object(databases: Databases, statements: list[str]) -> None:
    small = databases.fresh(SOME)
    large = databases.fresh(SOME)
    for number in range(50):
        execute(large, f"CREATE SCHEMA s{number}; SET search_path = s{number}; {SOME}")
    statements.clear()
    read(small)
    for_small = statements[:2]
    statements.clear()
    assert len(read(large).objects) > 300
    assert statements[:2] == for_small
    assert len(statements) <= 6  # what there is; all of it; and, where something was written, whether that matters


class Watched:
    """A reading that is held up at one catalog, so that a test can look at it, and change what it is going to read.

    The session that holds the lock makes the changes; the reader's snapshot is older than they are.
    """

    def __init__(self, database: Database, catalog: str = "pg_policy") -> None:
        self._database = database
        self._lock = f"BEGIN; LOCK TABLE pg_catalog.{catalog} IN ACCESS EXCLUSIVE MODE"

    def read(self, change: str) -> Catalog:
        """What was read, the change having been made in the meantime."""
        with ThreadPoolExecutor(1) as pool, psycopg.connect(self._database.url, autocommit=True) as session:
            session.execute(self._lock)
            found = pool.submit(read, self._database)
            self.seen = self._wait(session)
            session.execute(change)
            session.execute("COMMIT")
            return found.result()

    def _wait(self, session: psycopg.Connection[Any]) -> list[Any]:
        """The readers' sessions, as soon as one of them waits for the lock."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            session.execute("SELECT pg_stat_clear_snapshot()")  # it would show the same until the transaction ends
            seen = session.execute(
                """SELECT a.pid, a.backend_xid, a.wait_event_type,
                          EXISTS (SELECT FROM pg_locks AS l WHERE l.pid = a.pid AND NOT l.granted)
                     FROM pg_stat_activity AS a
                    WHERE application_name = 'schemabot' AND datname = current_database()"""
            ).fetchall()
            if any(waits for *_, waits in seen):
                return seen
            time.sleep(0.01)
        pytest.fail("the reader does not wait for the lock")


def test_it_reads_in_one_session_that_writes_nothing(databases: Databases) -> None:
    watched = Watched(databases.fresh(SOME))
    watched.read("SELECT 1")
    assert len(watched.seen) == 1
    assert watched.seen[0][1] is None


def test_the_transaction_is_read_only_and_repeatable(databases: Databases, statements: list[str]) -> None:
    read(databases.fresh(SOME))
    assert statements[1].startswith("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;")


@pytest.mark.parametrize("catalog", ["pg_sequence", "pg_inherits", "pg_trigger", "pg_policy"])
@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE t CASCADE",
        "ALTER TABLE t RENAME COLUMN a TO b",
        "CREATE OR REPLACE VIEW v AS SELECT id, a FROM t WHERE a > 1",
        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql RETURN 2",
        "CREATE SCHEMA late; CREATE TABLE late.t (a int)",
        "GRANT SELECT ON t TO PUBLIC",
        "COMMENT ON TABLE t IS 'late'",
    ],
)
def test_a_change_in_the_meantime_is_seen_whole(databases: Databases, catalog: str, change: str) -> None:
    database = databases.fresh(SOME)
    before = read(database)
    # What the reader deparses it locks until it ends: a change of that has to wait, and is given up here.
    found = Watched(database, catalog).read(f"SET LOCAL lock_timeout = '300ms'; {GIVE_UP.format(change=change)}")
    after = read(database)
    assert before == found or compare(found, after) == ()


def test_a_schema_that_never_rests_is_told(databases: Databases) -> None:
    database = databases.fresh(SOME)
    over = Event()

    def meddle() -> None:
        with psycopg.connect(database.url, autocommit=True) as session:
            for number in count():
                if over.is_set():
                    return
                session.execute(sql3.SQL("CREATE TABLE {} ()").format(sql3.Identifier(f"restless_{number}")))

    with ThreadPoolExecutor(1) as pool:
        pool.submit(meddle)
        try:
            with pytest.raises(ReadError, match="kept changing while it was read"):
                read(database)
        finally:
            over.set()


def test_temporary_tables_and_analyze_are_no_change(databases: Databases) -> None:
    database = databases.fresh(SOME)
    execute(database, "INSERT INTO t SELECT n, n FROM generate_series(1, 100) AS n")
    found = Watched(database).read("CREATE TEMP TABLE x (a int); INSERT INTO t VALUES (0, 1); ANALYZE t")
    assert compare(found, read(database)) == ()


def test_an_empty_database_has_nothing_to_say(each_databases: Databases) -> None:
    catalog = read(each_databases.fresh())
    assert {identity.schema for identity in catalog.objects} <= {"public", ""}
    assert catalog.diagnostics == ()


@pytest.mark.parametrize("made", ["", ALL_KINDS, SOME])
def test_what_is_not_asked_for_is_not_there(databases: Databases, made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = databases.fresh(made)
    asked = sync.catalog.read(database, Scope())
    monkeypatch.setattr("sync.catalog.families.THERE", {})
    everything = sync.catalog.read(database, Scope())
    assert everything.rows == asked.rows
    assert set(THERE) <= set(everything.rows)


def test_a_server_that_does_not_tell_where_its_log_ends_is_asked_again(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.catalog.script._LOG_POSITION", sql.SQL("NULL::text"))
    database = databases.fresh(SOME)
    found = Watched(database, "pg_trigger").read("CREATE TABLE late (a int)")
    assert compare(found, read(database)) == ()


def test_a_first_object_of_its_kind_in_the_meantime_is_seen(databases: Databases) -> None:
    database = databases.fresh("CREATE TABLE t (a int); CREATE RULE r AS ON DELETE TO t DO NOTHING")
    watched = Watched(database, "pg_rewrite")
    found = watched.read("CREATE DOMAIN late AS int")
    assert compare(found, read(database)) == ()
