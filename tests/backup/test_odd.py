"""Databases and targets that are odd: what can be kept is kept, and the rest is said in one line."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from sync.backup import BackupError, Store, make_backup, restore
from sync.backup.programs import running as running_then
from sync.postgres.database import Database
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support.servers import Databases, execute, rows


def live(database: Database) -> LiveSource:
    return LiveSource("shop", database, None)


def test_large_objects_come_back(each_databases: Databases, store: Store, scratch: Scratch) -> None:
    database = each_databases.fresh(
        "CREATE TABLE files (id integer, content oid);"
        "INSERT INTO files SELECT n, lo_from_bytea(0, decode(repeat('ab', 9999 * n), 'hex'))"
        " FROM generate_series(1, 3) AS n"
    )
    made = make_backup(live(database), store, environment="staging", rehearse=scratch)
    query = "SELECT id, md5(lo_get(content)) FROM files ORDER BY id"
    for jobs in (1, 2):
        copy = each_databases.fresh()
        restore(store, made.id, copy, jobs=jobs)
        assert rows(copy, query) == rows(database, query)


def test_an_index_that_is_not_valid(each_databases: Databases, store: Store, scratch: Scratch) -> None:
    database = each_databases.fresh("CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (1)")
    with pytest.raises(psycopg.Error):
        execute(database, "CREATE UNIQUE INDEX CONCURRENTLY broken ON t (a)")
    execute(database, "COMMENT ON INDEX broken IS 'nobody can use it'")
    made = make_backup(live(database), store, environment="staging", rehearse=scratch)
    copy = each_databases.fresh()
    restore(store, made.id, copy)
    assert rows(copy, "SELECT a FROM t") == [(1,), (1,)]


def test_a_table_that_vanishes_before_it_is_dumped(
    databases: Databases, store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = databases.fresh("CREATE TABLE stays (a integer); CREATE TABLE goes (a integer)")

    def running(*arguments: Any, **options: Any) -> Any:
        execute(database, "DROP TABLE IF EXISTS goes")
        return running_then(*arguments, **options)

    monkeypatch.setattr("sync.backup.making.running", running)
    with pytest.raises(BackupError, match=r"pg_dump failed: .*goes") as caught:
        make_backup(live(database), store, environment="staging")
    assert "\n" not in str(caught.value)
    assert list(folder.iterdir()) == []
    assert make_backup(live(database), store, environment="staging").environment == "staging"


def test_a_target_whose_encoding_lacks_a_character(databases: Databases, store: Store) -> None:
    database = databases.fresh("CREATE TABLE t (a text); INSERT INTO t VALUES ('é'), ('\u6f22')")
    made = make_backup(live(database), store, environment="staging")
    server = databases.server
    execute(server.database(), "CREATE DATABASE odd_latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    target = server.database("odd_latin")
    try:
        with pytest.raises(BackupError, match=r'has no equivalent in encoding "LATIN1": nothing was changed'):
            restore(store, made.id, target)
        assert rows(target, "SELECT to_regclass('t')::text") == [(None,)]
    finally:
        execute(server.database(), "DROP DATABASE odd_latin")
