"""What can go wrong with a backup: each time one line says so, and nothing is listed as good that is not."""

import errno
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil
import pytest

from sync.backup import BackupError, State, Store, backups, make_backup, open_store, verify
from sync.backup.stores import Folder
from sync.errors import SchemabotError
from sync.postgres.database import Database
from sync.postgres.session import connect
from sync.sources import LiveSource
from tests.backup.shop import SHOP, fill
from tests.support.servers import Databases, execute


def live(database: Database) -> LiveSource:
    return LiveSource("shop", database, None)


class Disturbed(Folder):
    """A folder in which something happens in the middle of writing."""

    def __init__(self, path: Path, happens: Callable[[], object]) -> None:
        super().__init__(path)
        self._happens = happens

    def write(self, name: str, pieces: Iterable[bytes], part_bytes: int) -> None:
        """Write all but for what happens."""

        def some() -> Iterable[bytes]:
            for number, piece in enumerate(pieces):
                if number == 3:
                    self._happens()
                yield piece

        super().write(name, some(), part_bytes)


def refused(database: Database, store: Store, folder: Path) -> str:
    """Why a backup was not made; nothing is left of it."""
    with pytest.raises(SchemabotError) as caught:
        make_backup(live(database), store, environment="staging")
    assert backups(store) == ()
    assert not folder.exists() or list(folder.iterdir()) == []
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def large(databases: Databases) -> Database:
    """A database that pg_dump is busy with for a while."""
    database = databases.fresh()
    fill(database, megabytes=6)
    return database


def _pg_dump() -> psutil.Process:
    return next(one for one in psutil.Process().children() if one.name() == "pg_dump")


def test_pg_dump_is_killed_while_it_writes(large: Database, folder: Path) -> None:
    store = Disturbed(folder, lambda: _pg_dump().kill())
    assert refused(large, store, folder) == "pg_dump was ended by SIGKILL before it was done: try again"


def test_pg_dump_does_not_outlive_what_stops_the_backup(large: Database, folder: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_backup(live(large), Disturbed(folder, stop), environment="staging")
    assert not [one for one in psutil.Process().children() if one.name() == "pg_dump"]
    assert list(folder.iterdir()) == []


def test_the_database_vanishes_in_the_middle(databases: Databases, large: Database, folder: Path) -> None:
    query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    name = large.label.removeprefix("embedded/")

    def drop() -> None:
        with connect(databases.server.database(), autocommit=True) as connection:
            connection.execute(query, [name])

    said = refused(large, Disturbed(folder, drop), folder)
    assert said.startswith("pg_dump failed: ")
    assert "terminat" in said or "closed" in said


def test_a_database_that_is_not_there(databases: Databases, store: Store, folder: Path) -> None:
    assert "does not exist" in refused(databases.server.database("nowhere"), store, folder)


def test_a_role_that_may_not_read_all(databases: Databases, store: Store, folder: Path) -> None:
    database = databases.fresh(SHOP)
    execute(database, "DROP ROLE IF EXISTS clerk; CREATE ROLE clerk LOGIN")
    try:
        clerk = Database(database.url.replace("postgres@", "clerk@"), "clerk")
        said = refused(clerk, store, folder)
        assert said.startswith("pg_dump failed: permission denied for table")
        assert said.endswith("back it up as a role that may read all tables, see Backups in the README")
    finally:
        execute(database, "DROP ROLE clerk")


def test_the_disk_is_full(large: Database, store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, left = os.write, [2_000_000]

    def write_a_little(file: int, piece: memoryview) -> int:
        if left[0] <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = write(file, piece[: left[0]])
        left[0] -= written
        return written

    monkeypatch.setattr("os.write", write_a_little)
    said = refused(large, store, folder)
    assert said == (
        f"cannot write in {folder.as_uri()} (No space left on device): make room there, or keep fewer backups"
    )


def test_a_folder_that_may_not_be_written(databases: Databases) -> None:
    place = Path("/sys/kernel")  # where nobody makes files, root neither
    with pytest.raises(BackupError, match=r"cannot write in file:///sys/kernel \((Permission|Operation|Read-only)"):
        make_backup(live(databases.fresh()), open_store(place.as_uri()), environment="staging")


def test_a_folder_in_one_that_is_not_there(databases: Databases, tmp_path: Path) -> None:
    place = tmp_path / "not" / "mounted"
    assert "make the folder" in refused(databases.fresh(), open_store(place.as_uri()), place)


def test_what_was_written_changes_before_it_is_verified(large: Database, folder: Path) -> None:
    class Rotten(Folder):
        """A folder on a bad disk."""

        def write(self, name: str, pieces: Iterable[bytes], part_bytes: int) -> None:
            super().write(name, pieces, part_bytes)
            with (folder / name).open("r+b") as file:
                file.seek(-1000, os.SEEK_END)
                file.write(b"rotten")

    assert "is not the same" in refused(large, Rotten(folder), folder)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://data/backups", 'backups cannot be kept at "ftp://": '),
        ("s4://bucket", 'backups cannot be kept at "s4://": write file:///data/backups, or s3://'),
        ("/data/backups", "backups cannot be kept at what was given: "),
        ("file://data/backups", "the address of a folder begins with three slashes: write file:///data/backups"),
        ("s3://key:hidden@bucket/folder", "the address of a bucket holds no keys: "),
        ("az://account/container?sig=hidden", "the address of a bucket holds no keys: "),
    ],
)
def test_addresses_that_are_none(address: str, said: str) -> None:
    with pytest.raises(BackupError) as caught:
        open_store(address)
    assert str(caught.value).startswith(said)
    assert "hidden" not in str(caught.value)


def _cut(dump: Path, _: Path) -> None:
    with dump.open("r+b") as file:
        file.truncate(dump.stat().st_size - 1)


def _flip(dump: Path, _: Path) -> None:
    data = bytearray(dump.read_bytes())
    data[len(data) // 2] ^= 1
    dump.write_bytes(data)


def _wrong_checksum(_: Path, manifest: Path) -> None:
    said = json.loads(manifest.read_text())
    said["sha256"] = said["sha256"][::-1]
    manifest.write_text(json.dumps(said))


def _cut_manifest(_: Path, manifest: Path) -> None:
    manifest.write_text(manifest.read_text()[:100])


def _other_manifest(_: Path, manifest: Path) -> None:
    manifest.write_text(manifest.read_text().replace('"id": "staging', '"id": "production'))


@pytest.mark.parametrize(
    ("spoil", "at_once", "problem"),
    [
        (_cut, True, "its dump has "),
        (_flip, False, "its checksum is not the one that was written down"),
        (_wrong_checksum, False, "its checksum is not the one that was written down"),
        (_cut_manifest, True, "its manifest cannot be read (JSON: Invalid JSON"),
        (_other_manifest, True, "its manifest is that of production-"),
        (lambda dump, _: dump.unlink(), True, "its dump is gone"),
    ],
)
def test_a_backup_that_is_spoilt(
    databases: Databases,
    store: Store,
    folder: Path,
    spoil: Callable[[Path, Path], object],
    *,
    at_once: bool,
    problem: str,
) -> None:
    made = make_backup(live(databases.fresh(SHOP)), store, environment="staging")
    spoil(folder / f"{made.id}.dump", folder / f"{made.id}.json")
    [listed] = backups(store)
    assert listed.state is (State.DAMAGED if at_once else State.GOOD)
    found = verify(store, listed)
    assert (found.id, found.state) == (made.id, State.DAMAGED)
    assert found.problem.startswith(problem)


def test_a_manifest_that_cannot_be_written_leaves_no_backup(
    databases: Databases, store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Folder.write

    def no_manifest(self: Folder, name: str, pieces: Iterable[bytes], part_bytes: int) -> None:
        if name.endswith(".json"):
            raise BackupError("no room")
        write(self, name, pieces, part_bytes)

    monkeypatch.setattr(Folder, "write", no_manifest)
    assert refused(databases.fresh(), store, folder) == "no room"
