"""Waits that hold nobody back: they last as long as they must, people are told, and nothing else waits without end."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sync.deploy import deploy
from sync.deploy.patience import patiently
from sync.errors import MigrationError
from sync.postgres.database import Database
from sync.postgres.session import connect
from tests.deploy.support import QUICK, deployed, history_of, migrations
from tests.support.servers import Databases, rows

IMPATIENT = replace(QUICK, lock_timeout=timedelta(milliseconds=100), retries=0)
PARTITIONED = """CREATE TABLE p (id integer) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9);"""


@contextmanager
def holding(database: Database, statement: str) -> Iterator[Callable[[], object]]:
    """Somebody has run a statement in a transaction that is open until they are told to end it."""
    with connect(database) as connection:
        connection.execute(statement.encode())
        yield connection.commit


@pytest.mark.parametrize(
    ("there", "text"),
    [
        ("CREATE TABLE t (id integer)", "CREATE INDEX CONCURRENTLY t_id ON t (id)"),
        ("CREATE TABLE t (id integer); CREATE INDEX t_id ON t (id)", "REINDEX INDEX CONCURRENTLY t_id"),
        ("CREATE TABLE t (id integer); CREATE INDEX t_id ON t (id)", "DROP INDEX CONCURRENTLY t_id"),
    ],
)
def test_old_transactions_are_waited_for_and_named(
    each_databases: Databases, tmp_path: Path, there: str, text: str
) -> None:
    database, files, told = each_databases.fresh(there), migrations(tmp_path, text), list[str]()
    with holding(database, "INSERT INTO t VALUES (1)") as end:
        (pid,) = rows(database, "SELECT pid FROM pg_locks WHERE relation = 't'::regclass AND mode LIKE 'Row%'")[0]
        threading.Timer(1, end).start()
        (one,) = deploy(database, files, IMPATIENT, progress=told.append).applied
    assert one.attempts == 1
    assert told
    assert told[0].startswith(f"waiting for a transaction to end: pid {pid}, schemabot as postgres, in a transaction ")


def test_where_many_read_it_they_are_named_without_their_user(databases: Databases, tmp_path: Path) -> None:
    database, told = databases.fresh("CREATE TABLE t (id integer)"), list[str]()
    files = migrations(tmp_path, "CREATE INDEX CONCURRENTLY t_id ON t (id)")
    with holding(database, "INSERT INTO t VALUES (1)") as end:
        threading.Timer(1, end).start()
        deploy(database, files, replace(IMPATIENT, is_discreet=True), progress=told.append)
    assert told
    assert "schemabot, in a transaction since " in told[0]


@pytest.mark.since(14)
def test_a_partition_leaves_when_older_transactions_are_over(each_databases: Databases, tmp_path: Path) -> None:
    database = each_databases.fresh(PARTITIONED)
    with holding(database, "SELECT FROM p") as end:
        threading.Timer(1, end).start()
        deployed(database, migrations(tmp_path, "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY"), IMPATIENT)
    assert rows(database, "SELECT count(*) FROM pg_inherits") == [(0,)]


@pytest.mark.since(14)
def test_who_uses_a_partition_that_leaves_is_not_held_up(each_databases: Databases, tmp_path: Path) -> None:
    database = each_databases.fresh(PARTITIONED)
    files = migrations(tmp_path, "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY;\nDROP TABLE p1;")
    with holding(database, "LOCK p1 IN ACCESS SHARE MODE"):
        for _ in range(2):
            with pytest.raises(
                MigrationError, match=r"cannot be taken away: .* lock timeout: .*; nothing else of the file"
            ):
                deployed(database, files, IMPATIENT)
    deployed(database, files)
    assert rows(database, "SELECT to_regclass('p1')") == [(None,)]
    assert history_of(database) == ["20260101000001"]


def test_a_table_that_is_locked_is_not_waited_for_without_end(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE TABLE t (id integer)")
    with (
        holding(database, "LOCK t IN SHARE UPDATE EXCLUSIVE MODE"),
        pytest.raises(MigrationError, match="line 1: canceling statement due to lock timeout: nothing of the file"),
    ):
        deployed(database, migrations(tmp_path, "CREATE INDEX CONCURRENTLY t_id ON t (id)"), IMPATIENT)


def test_a_file_may_be_less_patient(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE TABLE t (id integer)")
    text = "SET lock_timeout = '50ms';\nCREATE INDEX CONCURRENTLY t_id ON t (id)"
    with (
        holding(database, "INSERT INTO t VALUES (1)"),
        pytest.raises(MigrationError, match=r"line 2: .*canceling statement due to lock timeout"),
    ):
        deployed(database, migrations(tmp_path, text), IMPATIENT)


def test_without_another_session_there_is_no_patience(databases: Databases) -> None:
    database = databases.fresh()
    nowhere, timeout = Database.parse("postgresql://nobody@127.0.0.1:1/nowhere"), "SHOW lock_timeout"
    with connect(database, autocommit=True) as connection:
        connection.execute("SET lock_timeout = '100ms'")
        with patiently(connection, nowhere, IMPATIENT, lambda _: None):
            assert connection.execute(timeout).fetchone() == ("100ms",)
        with patiently(connection, database, IMPATIENT, lambda _: None):
            assert connection.execute(timeout).fetchone() == ("0",)
        assert connection.execute(timeout).fetchone() == ("100ms",)
