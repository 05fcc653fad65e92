"""What is left of statements outside of transactions: it is taken away or brought to its end, and nothing else is."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from sync.deploy.healing import Fate, before, fate
from sync.errors import ConnectError, MigrationError
from sync.migrations.parser import split
from sync.postgres.database import Database
from sync.postgres.session import connect
from tests.deploy.support import QUICK, deployed, migrations
from tests.support.servers import Databases, execute, rows

IMPATIENT = replace(QUICK, lock_timeout=timedelta(milliseconds=100))
TWO = "CREATE TABLE t (id integer, a integer); INSERT INTO t VALUES (1, 1), (1, 1);"
INVALID = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
PARTITIONED = """CREATE TABLE p (id integer) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9);"""


@contextmanager
def holding(database: Database, statement: str) -> Iterator[Callable[[], object]]:
    """Somebody has run a statement in a transaction that is open until they are told to end it."""
    with connect(database) as connection:
        connection.execute(statement.encode())
        yield connection.commit


def fate_of(database: Database, statement: str, meanwhile: str, settings: str = "") -> Fate:
    """What is said of a statement that began, when this and that was run afterwards, each on its own."""
    (one,) = split(statement)
    with connect(database, autocommit=True) as connection:
        connection.execute(settings.encode())
        known = before(connection, one)
        for each in split(meanwhile):
            connection.execute(each.sql.encode())
        return fate(connection, one, known)


def test_an_index_of_the_same_name_elsewhere_is_another_one(each_databases: Databases) -> None:
    database = each_databases.fresh(
        "CREATE SCHEMA shop; CREATE TABLE shop.t (id integer); CREATE INDEX x ON shop.t (id); "
        + TWO
        + "CREATE INDEX x ON t (id)"
    )
    drop, path = "DROP INDEX CONCURRENTLY x", "SET search_path = shop, public"
    assert fate_of(database, drop, "SELECT 1", path) is Fate.AGAIN
    assert fate_of(database, drop, drop, path) is Fate.DONE


@pytest.mark.parametrize(
    ("statement", "meanwhile", "wanted"),
    [
        ("CREATE INDEX CONCURRENTLY ON t (id)", "CREATE INDEX ON t (a)", Fate.AGAIN),
        ("CREATE INDEX CONCURRENTLY ON t (id)", "CREATE INDEX ON t (id) WHERE a > 0", Fate.AGAIN),
        ("CREATE INDEX CONCURRENTLY ON t (id, (a + 1))", "CREATE INDEX ON t (id, (a + 1))", Fate.DONE),
        ("CREATE INDEX CONCURRENTLY ON t USING BTREE ((id) DESC)", "CREATE INDEX ON t (id DESC)", Fate.DONE),
        ("CREATE INDEX CONCURRENTLY ON t (abs(id))", "CREATE INDEX ON t (sign(id))", Fate.AGAIN),
        ("CREATE INDEX CONCURRENTLY ON t ((id::text))", "CREATE INDEX ON t (CAST(id AS text))", Fate.DONE),
        ("CREATE INDEX CONCURRENTLY ON t (id) WHERE a > 0", "CREATE INDEX ON t (id) WHERE a > 1", Fate.AGAIN),
        ("CREATE INDEX CONCURRENTLY ON t (id) WHERE a > 0", "CREATE INDEX ON t (id) WHERE (a > 0)", Fate.DONE),
        ("CREATE INDEX CONCURRENTLY ON t (id DESC)", "CREATE INDEX ON t (id)", Fate.AGAIN),
        ("CREATE INDEX CONCURRENTLY ON t (id) WITH (fillfactor = 70)", "CREATE INDEX ON t (id)", Fate.AGAIN),
        # What is made of whole rows cannot be built on another table.
        ("CREATE INDEX CONCURRENTLY ON t ((t IS NULL))", "CREATE INDEX ON t ((t IS NULL))", Fate.UNKNOWN),
        ("CREATE INDEX CONCURRENTLY x ON t (id)", "CREATE INDEX y ON t (id)", Fate.AGAIN),
        ("CREATE INDEX CONCURRENTLY x ON t (id)", "CREATE INDEX x ON t (id)", Fate.DONE),
        ("DROP INDEX CONCURRENTLY IF EXISTS nowhere", "SELECT 1", Fate.AGAIN),
        ("CREATE DATABASE postgres", "SELECT 1", Fate.AGAIN),
        ("ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", "SELECT 1", Fate.AGAIN),
        ("ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", "ALTER TABLE p DETACH PARTITION p1", Fate.DONE),
        ("ALTER TABLE p DETACH PARTITION t CONCURRENTLY", "SELECT 1", Fate.AGAIN),
    ],
)
def test_what_became_of_a_statement(databases: Databases, statement: str, meanwhile: str, wanted: Fate) -> None:
    assert fate_of(databases.fresh(TWO + PARTITIONED), statement, meanwhile) is wanted


def test_a_subscription_is_there_or_gone(databases: Databases) -> None:
    database = databases.fresh()
    make = "CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE)"
    assert fate_of(database, make, "SELECT 1") is Fate.AGAIN
    assert fate_of(database, make, make) is Fate.DONE
    assert fate_of(database, "DROP SUBSCRIPTION s", "SELECT 1") is Fate.AGAIN
    assert fate_of(database, "DROP SUBSCRIPTION s", "DROP SUBSCRIPTION s") is Fate.DONE


def test_what_is_left_on_a_materialized_view_is_dropped(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh(TWO + "CREATE MATERIALIZED VIEW v AS SELECT * FROM t")
    with pytest.raises(
        MigrationError, match=r"line 1: could not create unique index .*: nothing of the file was applied"
    ):
        deployed(database, migrations(tmp_path, "CREATE UNIQUE INDEX CONCURRENTLY ON v (id)"))
    assert rows(database, INVALID) == []


def test_an_index_that_somebody_builds_is_left_to_them(databases: Databases) -> None:
    database = databases.fresh(TWO)

    def build() -> None:
        execute(database, "CREATE INDEX CONCURRENTLY t_a ON t (a)")

    (one,) = split("CREATE INDEX CONCURRENTLY ON t (a)")
    with connect(database, autocommit=True) as connection, holding(database, "UPDATE t SET a = 2") as end:
        known = before(connection, one)
        other = threading.Thread(target=build)
        other.start()
        while not rows(database, INVALID):
            time.sleep(0.01)
        threading.Timer(0.2, end).start()
        assert fate(connection, one, known) is Fate.AGAIN
        other.join()
    assert rows(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 't_a'::regclass") == [(True,)]


def test_who_cannot_take_away_what_was_left_tries_again(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh(TWO)
    with pytest.raises(psycopg.Error):
        execute(database, "CREATE UNIQUE INDEX CONCURRENTLY t_id ON t (id)")
    execute(database, "DELETE FROM t")
    files = migrations(tmp_path, "CREATE UNIQUE INDEX CONCURRENTLY t_id ON t (id)")
    with holding(database, "LOCK t IN SHARE UPDATE EXCLUSIVE MODE") as end:
        with pytest.raises(
            MigrationError, match=r"line 1: what was left half-done cannot be taken away: .* lock timeout"
        ):
            deployed(database, files, replace(IMPATIENT, retries=0))
        threading.Timer(0.6, end).start()
        assert deployed(database, files, replace(IMPATIENT, retries=4)).applied[0].attempts > 1
    assert rows(database, INVALID) == []


def test_a_connection_that_is_lost_while_waiting_is_one_line(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    kill = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'schemabot' AND pid NOT IN (pg_backend_pid(), {})"""
    with connect(database, autocommit=True) as holder:
        holder.execute("SELECT pg_advisory_lock(724362268)")
        threading.Timer(0.5, lambda: execute(database, kill.format(holder.info.backend_pid))).start()
        with pytest.raises(ConnectError, match=r"cannot begin to deploy to .*: terminating connection"):
            deployed(database, migrations(tmp_path, "SELECT 1"))
