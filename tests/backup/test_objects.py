"""Backups in an object store."""

import os
import signal
from pathlib import Path

import psutil
import pytest

from sync.backup import BackupError, State, Store, backups, make_backup, open_store, restore, retain, verify
from sync.backup.bucket import Bucket
from sync.postgres.database import Database
from sync.sources import LiveSource
from tests.backup.s3 import ObjectServer
from tests.backup.shop import SHOP, fill
from tests.support.servers import Databases, rows


def live(database: Database) -> LiveSource:
    return LiveSource("shop", database, None)


@pytest.fixture
def bucket(objects: ObjectServer) -> Store:
    """A folder of the bucket."""
    assert objects.objects == {}
    return open_store("s3://bucket/of/shop")


@pytest.fixture
def large(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database whose dump takes several parts."""
    database = databases.fresh()
    fill(database, megabytes=10)
    monkeypatch.setattr("sync.backup.measure._TOLD_EVERY_S", 0.0)
    return database


def test_a_backup_in_a_bucket(databases: Databases, bucket: Store, objects: ObjectServer) -> None:
    database = databases.fresh(SHOP)
    made = make_backup(live(database), bucket, environment="staging")
    assert set(objects.objects) == {f"of/shop/{made.id}.dump", f"of/shop/{made.id}.json"}
    [listed] = backups(bucket)
    assert verify(bucket, listed).state is State.GOOD
    for jobs in (1, 2):
        copy = databases.fresh()
        assert restore(bucket, made.id, copy, jobs=jobs) == made
        assert rows(copy, "SELECT * FROM orders") == rows(database, "SELECT * FROM orders")


def test_a_large_one_goes_in_parts_and_comes_back_in_pieces(
    databases: Databases, large: Database, bucket: Store, objects: ObjectServer
) -> None:
    made = make_backup(live(large), bucket, environment="staging")
    assert made.size_bytes == len(objects.objects[f"of/shop/{made.id}.dump"]) > 10_000_000
    assert objects.uploads == {}
    copy = databases.fresh()
    restore(bucket, made.id, copy)
    query = "SELECT md5(string_agg(md5(piece), '' ORDER BY piece)) FROM bulk"
    assert rows(copy, query) == rows(large, query)


def test_a_part_that_is_refused(large: Database, bucket: Store, objects: ObjectServer) -> None:
    objects.fail_part = 2
    with pytest.raises(BackupError, match=r"^cannot write in s3://bucket/of/shop: ") as caught:
        make_backup(live(large), bucket, environment="staging")
    assert "\n" not in str(caught.value)
    assert "hidden-key" not in str(caught.value)
    assert (objects.objects, objects.uploads) == ({}, {})


def test_pg_dump_is_killed_while_it_is_uploaded(large: Database, bucket: Store, objects: ObjectServer) -> None:
    def kill(step: str) -> None:
        if step.startswith("dumping"):
            for one in psutil.Process().children():
                if one.name() == "pg_dump":
                    one.kill()

    with pytest.raises(BackupError, match="pg_dump was ended by SIGKILL before it was done"):
        make_backup(live(large), bucket, environment="staging", progress=kill)
    assert (objects.objects, objects.uploads) == ({}, {})


def test_a_bucket_that_is_not_there(databases: Databases, objects: ObjectServer) -> None:
    with pytest.raises(BackupError, match=r"s3://bukket: it is not there: is the bucket's name right\?") as caught:
        make_backup(live(databases.fresh()), open_store("s3://bukket"), environment="staging")
    assert "\n" not in str(caught.value)
    assert objects.objects == {}


def test_access_is_denied(databases: Databases, bucket: Store, objects: ObjectServer) -> None:
    objects.deny = True
    with pytest.raises(BackupError, match=r"cannot read in s3://bucket/of/shop: access is denied: set the keys"):
        make_backup(live(databases.fresh()), bucket, environment="staging")


def test_what_stops_an_upload_leaves_a_mark_that_is_no_backup(bucket: Store, objects: ObjectServer) -> None:
    key = "of/shop/staging-20260101T000000-abcd.dump"
    objects.objects[f"{key}.partial"] = b""
    [listed] = backups(bucket)
    assert listed.state is State.PARTIAL
    assert retain(bucket, "staging", 3) == (listed.id,)  # the stand-in's clock is long past
    assert objects.objects == {}


def test_ctrl_c_ends_an_upload(large: Database, bucket: Store, objects: ObjectServer) -> None:
    pressed: list[str] = []

    def interrupt(step: str) -> None:
        if step.startswith("dumping") and not pressed:
            pressed.append(step)
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        make_backup(live(large), bucket, environment="staging", progress=interrupt)
    assert (objects.objects, objects.uploads) == ({}, {})
    assert not [one for one in psutil.Process().children() if one.name() == "pg_dump"]


def test_memory_as_a_store(databases: Databases) -> None:
    store = Bucket("memory:///")
    made = make_backup(live(databases.fresh(SHOP)), store, environment="staging")
    assert [one.id for one in backups(store)] == [made.id]
    with store.local(made.data) as path:
        assert path.stat().st_size == made.size_bytes
    assert not Path(path).exists()
