"""Connections that are lost in the middle of a statement that refuses a transaction: the next deployment heals it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.errors import ConnectError
from sync.postgres.database import Database
from sync.postgres.session import connect
from tests.deploy.support import deployed, history_of, migrations, runs_of
from tests.support.servers import Databases, execute, rows

BUILT = "CREATE INDEX CONCURRENTLY t_id ON t (id);"
UNNAMED = 'CREATE INDEX CONCURRENTLY ON "T 2" (id);\nINSERT INTO "T 2" VALUES (2);'
WAITING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@contextmanager
def in_use(database: Database, table: str) -> Iterator[None]:
    """Somebody has written to a table and not committed: CREATE INDEX CONCURRENTLY waits for that."""
    with connect(database) as connection:
        connection.execute(f"INSERT INTO {table} VALUES (7)".encode())
        yield
        connection.rollback()


def cut(database: Database) -> None:
    """End the session that waits."""
    for _ in range(1_000):
        if found := rows(database, WAITING):
            execute(database, f"SELECT pg_terminate_backend({found[0][0]})")
            return
        time.sleep(0.01)
    pytest.fail("nobody waits")


@pytest.mark.parametrize(("table", "text"), [("t", BUILT), ('"T 2"', UNNAMED)], ids=["named", "unnamed"])
def test_an_index_that_was_left_half_built_is_built_again(
    each_databases: Databases, tmp_path: Path, table: str, text: str
) -> None:
    database = each_databases.fresh(f"CREATE TABLE {table} (id integer); INSERT INTO {table} VALUES (1)")
    files = migrations(tmp_path, text)
    with in_use(database, table):
        cutter = threading.Thread(target=cut, args=[database])
        cutter.start()
        with pytest.raises(ConnectError, match="it goes on where it stopped"):
            deployed(database, files)
        cutter.join()
    assert rows(database, "SELECT count(*) FROM pg_index WHERE NOT indisvalid") == [(1,)]
    assert history_of(database) == []
    assert runs_of(database)[0][2] == "running"
    deployed(database, files)
    assert rows(database, f"SELECT indisvalid FROM pg_index WHERE indrelid = '{table}'::regclass") == [(True,)]
    assert history_of(database) == ["20260101000001"]
    assert [row[2] for row in runs_of(database)] == ["failed", "done"]
    assert rows(database, "SELECT error FROM schemabot.migration_runs ORDER BY id LIMIT 1") == [
        ("it was left half-way",)
    ]


@pytest.mark.since(14)
def test_a_partition_that_was_left_half_detached_is_detached(each_databases: Databases, tmp_path: Path) -> None:
    database = each_databases.fresh(
        "CREATE TABLE t (id integer) PARTITION BY LIST (id); CREATE TABLE p PARTITION OF t FOR VALUES IN (1, 7)"
    )
    files = migrations(tmp_path, "ALTER TABLE t DETACH PARTITION p CONCURRENTLY;")
    with in_use(database, "t"):
        cutter = threading.Thread(target=cut, args=[database])
        cutter.start()
        with pytest.raises(ConnectError):
            deployed(database, files)
        cutter.join()
    deployed(database, files)
    assert rows(database, "SELECT count(*) FROM pg_inherits") == [(0,)]
    assert history_of(database) == ["20260101000001"]
