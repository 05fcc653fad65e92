"""Restoring: only what is whole, only where there is room, and with one job all of it or nothing."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from sync.backup import BackupError, DamagedError, Store, make_backup, restore
from sync.catalog import Scope, read_catalog
from sync.postgres.database import Database
from sync.sources import LiveSource
from tests.backup.shop import SHOP, fill
from tests.support.servers import Databases, execute, rows


def made_of(database: Database, store: Store) -> str:
    return make_backup(LiveSource("shop", database, None), store, environment="staging").id


def is_empty(database: Database) -> bool:
    return not [
        one for one in read_catalog(database, Scope()).objects if one.name and one.name != "plpgsql" and not one.of
    ]


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ("CREATE TABLE mine (id int)", "the table public.mine"),
        ("CREATE TABLE mine (id int); CREATE VIEW v AS SELECT 1; CREATE SCHEMA s", "the table public.mine and 2 more"),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1", "the function public.f"),
        ('CREATE SCHEMA "my own"', 'the schema "my own"'),
        ("CREATE TYPE mood AS ENUM ('ok')", "the type public.mood"),
        ("SELECT lo_create(1)", "the large object 1"),
    ],
)
def test_a_database_that_is_not_empty_is_refused(databases: Databases, store: Store, there: str, said: str) -> None:
    backup = made_of(databases.fresh("CREATE TABLE orders (id int)"), store)
    target = databases.fresh(there)
    with pytest.raises(BackupError) as caught:
        restore(store, backup, target)
    assert str(caught.value) == (
        f"{target.label} is not empty: it has {said}: name an empty database, or say --into-non-empty"
    )
    restore(store, backup, target, into_non_empty=True)
    assert rows(target, "SELECT to_regclass('orders') IS NOT NULL") == [(True,)]


def test_extensions_are_nothing_that_users_made(databases: Databases, store: Store) -> None:
    backup = made_of(databases.fresh(SHOP), store)
    target = databases.fresh("CREATE EXTENSION pg_trgm; CREATE EXTENSION hstore")
    restore(store, backup, target)
    assert rows(target, "SELECT count(*) FROM orders") == [(100,)]


def test_with_one_job_all_or_nothing(each_databases: Databases, store: Store) -> None:
    database = each_databases.fresh(SHOP)
    fill(database, megabytes=1)  # more than a pipe holds comes behind
    backup = made_of(database, store)
    target = each_databases.fresh("CREATE TYPE short AS ENUM ('in the way')")
    with pytest.raises(BackupError) as caught:
        restore(store, backup, target, into_non_empty=True)
    said = str(caught.value)
    assert said.startswith(f"{backup} was not restored, p")
    assert said.endswith('type "short" already exists: nothing was changed')
    assert rows(target, "SELECT to_regclass('orders'), to_regtype('mood')") == [(None, None)]


def test_a_script_that_breaks_off_is_not_committed(
    databases_15: Databases, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = databases_15.fresh(SHOP)
    fill(database, megabytes=1)
    backup = made_of(database, store)

    def broken(pieces: Iterator[bytes]) -> Iterator[bytes]:
        yield next(pieces).replace(b"SET transaction_timeout = 0;\n", b"")
        psutil.Process(next(one.pid for one in psutil.Process().children() if one.name() == "pg_restore")).kill()
        yield from pieces

    monkeypatch.setattr("sync.backup.restoring._without_setting", broken)
    target = databases_15.fresh()
    with pytest.raises(BackupError, match="pg_restore was ended by SIGKILL before it was done: nothing was changed"):
        restore(store, backup, target)
    assert is_empty(target)


def test_with_several_jobs(each_databases: Databases, store: Store) -> None:
    backup = made_of(each_databases.fresh(SHOP), store)
    target = each_databases.fresh()
    restore(store, backup, target, jobs=3)
    assert rows(target, "SELECT count(*), sum(total) FROM orders") == [(100, 5050)]
    full = each_databases.fresh("CREATE TYPE short AS ENUM ('in the way')")
    with pytest.raises(BackupError, match="already exists: a part of it is there: empty the database first"):
        restore(store, backup, full, jobs=3, into_non_empty=True)


def test_rows_that_look_like_the_head_of_a_script(each_databases: Databases, store: Store) -> None:
    database = each_databases.fresh("CREATE TABLE t (a text); INSERT INTO t VALUES ('SET transaction_timeout = 0;')")
    target = each_databases.fresh()
    restore(store, made_of(database, store), target)
    assert rows(target, "SELECT * FROM t") == rows(database, "SELECT * FROM t")


def test_a_damaged_backup_touches_nothing(databases: Databases, store: Store, folder: Path) -> None:
    backup = made_of(databases.fresh(SHOP), store)
    dump = folder / f"{backup}.dump"
    data = bytearray(dump.read_bytes())
    data[-20] ^= 1
    dump.write_bytes(data)
    target = databases.fresh()
    with pytest.raises(DamagedError, match=rf"{backup} is damaged: its checksum is not the one that was written down"):
        restore(store, backup, target)
    dump.write_bytes(data[:-1])
    with pytest.raises(DamagedError, match=rf"{backup} is damaged: its dump has \d+ bytes and should have \d+"):
        restore(store, backup, target)
    (folder / f"{backup}.json").unlink()
    with pytest.raises(DamagedError, match=rf"{backup} is partial: it was not finished, or is being made"):
        restore(store, backup, target)
    assert is_empty(target)


def test_a_backup_that_is_not_there(databases: Databases, store: Store) -> None:
    backup = made_of(databases.fresh(), store)
    with pytest.raises(BackupError, match=f"did you mean {backup}"):
        restore(store, f"{backup[:-1]}z", databases.fresh())


def test_roles_that_the_server_lacks_are_named_first(databases: Databases, store: Store) -> None:
    database = databases.fresh(
        "CREATE ROLE clerk; CREATE ROLE auditor; CREATE TABLE t (); ALTER TABLE t OWNER TO clerk;"
        "GRANT SELECT ON t TO auditor"
    )
    backup = made_of(database, store)
    execute(database, "DROP OWNED BY clerk, auditor; DROP ROLE clerk, auditor")
    target = databases.fresh()
    with pytest.raises(BackupError, match="lacks roles that the backup names: auditor, clerk: make them with CREATE"):
        restore(store, backup, target)
    assert is_empty(target)
