"""How the reader reads: one moment, nothing written, as many statements for a large schema as for a small one."""

from contextlib import suppress
from typing import Any

import psycopg
import pytest

from sync.catalog import Scope, read_catalog
from sync.compare import compare
from sync.errors import ReadError
from sync.model import Identity, Kind
from sync.postgres import Database
from tests.support.catalogs import read
from tests.support.servers import Databases, execute

SOME = """
    CREATE TABLE t (id int PRIMARY KEY, a int CHECK (a > 0)); CREATE INDEX i ON t (a);
    CREATE VIEW v AS SELECT id, a FROM t; CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1
"""


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that the driver sends from here on."""
    sent: list[str] = []
    original = psycopg.Cursor.execute

    def execute(cursor: psycopg.Cursor[Any], query: Any, *arguments: Any, **options: Any) -> Any:
        sent.append(str(query))
        return original(cursor, query, *arguments, **options)

    monkeypatch.setattr(psycopg.Cursor, "execute", execute)
    return sent


def test_never_a_query_per_object(databases: Databases, statements: list[str]) -> None:
    small = databases.fresh()
    large = databases.fresh()
    for number in range(50):
        execute(large, f"CREATE SCHEMA s{number}; SET search_path = s{number}; {SOME}")
    statements.clear()
    read(small)
    for_small = len(statements)
    statements.clear()
    assert len(read(large).objects) > 300
    assert len(statements) == for_small < 20


def test_it_reads_in_one_transaction_that_cannot_write(databases: Databases) -> None:
    database = databases.fresh(SOME)
    seen = []

    def look(_: str) -> None:
        with psycopg.connect(database.url) as other:
            seen.append(
                other.execute(
                    """SELECT a.pid, a.backend_xid, a.state, a.xact_start
                         FROM pg_stat_activity AS a
                        WHERE application_name = 'schemabot' AND datname = current_database()"""
                ).fetchall()
            )

    read_catalog(database, Scope(), progress=look)
    assert len(seen) > 5
    assert all(len(sessions) == 1 for sessions in seen)
    assert {sessions[0] for sessions in seen} == {seen[0][0]}
    assert seen[0][0][1:3] == (None, "idle in transaction")


def test_the_transaction_is_read_only_and_repeatable(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    database = databases.fresh()
    modes = []
    original = psycopg.Connection.execute

    def execute(connection: psycopg.Connection[Any], *arguments: Any, **options: Any) -> Any:
        found = original(connection, *arguments, **options)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('transaction_read_only'), current_setting('transaction_isolation')")
            modes.append(cursor.fetchone())
        return found

    monkeypatch.setattr(psycopg.Connection, "execute", execute)
    read(database)
    assert set(modes) == {("on", "repeatable read")}


class Meddler:
    """Changes the schema while it is read, a number of times."""

    def __init__(self, database: Database, family: str, changes: list[str]) -> None:
        self._database = database
        self._family = family
        self._changes = changes

    def __call__(self, family: str) -> None:
        """Take the next change, when it is the family's turn."""
        if family == self._family and self._changes:
            # What the reader deparses it locks until it ends: a change of that has to wait, and is given up here.
            with suppress(psycopg.errors.LockNotAvailable):
                execute(self._database, f"SET lock_timeout = '100ms'; {self._changes.pop(0)}")


@pytest.mark.parametrize("family", ["tables", "columns", "constraints", "views", "policies"])
@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE t CASCADE",
        "ALTER TABLE t RENAME COLUMN a TO b",
        "CREATE OR REPLACE VIEW v AS SELECT id, a FROM t WHERE a > 1",
        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql RETURN 2",
        "CREATE SCHEMA late; CREATE TABLE late.t (a int)",
    ],
)
def test_a_change_in_the_meantime_is_seen_whole(databases: Databases, family: str, change: str) -> None:
    database = databases.fresh(SOME)
    found = read_catalog(database, Scope(), progress=Meddler(database, family, [change]))
    assert compare(found, read(database)) == ()


def test_a_schema_that_never_rests_is_told(databases: Databases) -> None:
    database = databases.fresh(SOME)
    changes = [f"CREATE TABLE restless_{n} ()" for n in range(9)]
    with pytest.raises(ReadError, match="kept changing while it was read"):
        read_catalog(database, Scope(), progress=Meddler(database, "tables", changes))


def test_temporary_tables_and_analyze_are_no_change(databases: Databases) -> None:
    database = databases.fresh(SOME)
    execute(database, "INSERT INTO t SELECT n, n FROM generate_series(1, 100) AS n")
    busy = Meddler(database, "views", [f"CREATE TEMP TABLE x{n} (a int); ANALYZE t" for n in range(9)])
    read_catalog(database, Scope(), progress=busy)
    assert len(busy._changes) == 8  # noqa: SLF001 - read once, so it was called once


def test_what_is_not_compared_is_named(each_databases: Databases) -> None:
    database = each_databases.fresh(
        """CREATE DOMAIN d AS int; CREATE TYPE pair AS (a int, b int); CREATE TYPE span AS RANGE (subtype = date);
        CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int);
        CREATE TABLE t (a int, b int); CREATE TABLE u (a int);
        CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING; CREATE STATISTICS st ON a, b FROM t;
        CREATE OPERATOR CLASS oc FOR TYPE int USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(int, int);
        CREATE OPERATOR CLASS od FOR TYPE int USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(int, int);
        CREATE TEXT SEARCH DICTIONARY d1 (TEMPLATE = simple); CREATE TEXT SEARCH DICTIONARY d2 (TEMPLATE = simple);
        CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f(); CREATE PUBLICATION p;
        CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER s;
        GRANT SELECT ON t TO PUBLIC; GRANT SELECT (a) ON u TO PUBLIC; REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;
        ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC; GRANT USAGE ON TYPE d TO PUBLIC;
        COMMENT ON TABLE t IS 'x'; COMMENT ON COLUMN t.a IS 'x'; COMMENT ON TYPE pair IS 'x';
        CREATE EXTENSION citext"""
    )
    execute(database, "ALTER TABLE u OWNER TO pg_monitor")
    said = [diagnostic.message.partition(": ")[2] for diagnostic in read(database).diagnostics]
    for expected in (
        "1 domain not compared (public.d)",
        "1 composite type not compared (public.pair)",
        "1 range type not compared (public.span)",
        "1 aggregate not compared (public.total(integer))",
        "1 rule not compared (public.t/r)",
        "1 statistics object not compared (public.st)",
        "2 operator classes not compared (public.oc, public.od)",
        "2 operator families not compared (public.oc, public.od)",
        "2 text search dictionaries not compared (public.d1, public.d2)",
        "1 event trigger not compared (e)",
        "1 publication not compared (p)",
        "1 foreign data wrapper not compared (w)",
        "1 foreign server not compared (s)",
        "1 user mapping not compared (public on s)",
        "2 explicit grants on relations not compared (public.t, public.u)",
        "1 explicit grant on a function not compared (public.f())",
        "1 relation of another owner than the database not compared (public.u)",
        "1 default privilege not compared (all schemas)",
        "3 comments not compared (public.pair, public.t, public.t)",
    ):
        assert expected in said
    assert any(message.startswith("1 extension not compared (citext ") for message in said)
    assert Identity(Kind.TABLE, "public", "", "t") in read(database).objects


def test_an_empty_database_has_nothing_to_say(each_databases: Databases) -> None:
    catalog = read(each_databases.fresh())
    assert [str(identity) for identity in catalog.objects] == ["public"]
    assert catalog.diagnostics == ()
