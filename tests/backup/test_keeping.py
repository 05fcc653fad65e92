"""Which backups are kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.backup import BackupRecord, State, Store, backups, open_store, retain
from sync.backup.record import new_id

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def put(store: Store, environment: str, day: int, *, content: bytes = b"dump", size: int = 4) -> str:
    """A backup of that day; what is said of its size may be wrong."""
    time = DAY + timedelta(days=day)
    record = BackupRecord(
        id=new_id(environment, time),
        environment=environment,
        database="app@db.acme.test/shop",
        time=time,
        size_bytes=size,
        sha256="0" * 64,
        duration_s=1.5,
        server_version="18.6",
        pg_dump_version="18.6",
        fingerprint="x",
        fingerprint_version="1-x",
        roles=(),
    )
    store.write(record.data, [content], 1 << 20)
    store.write(f"{record.id}.json", [record.manifest()], 1 << 20)
    return record.id


def test_the_newest_good_ones_of_each_environment_stay(store: Store, folder: Path) -> None:
    made = [put(store, "staging", day) for day in range(4)]
    other = put(store, "production", 0)
    similar = put(store, "staging-eu", 0)
    (folder / "notes.txt").write_text("mine")
    (folder / "staging-20260301T000000-zzzz.dump").write_text("mine too")
    assert [one.id for one in backups(store, "staging")] == made[::-1]
    assert set(retain(store, "staging", 2)) == set(made[:2])
    assert {one.id for one in backups(store)} == {*made[2:], other, similar}
    assert (folder / "notes.txt").exists()
    assert (folder / "staging-20260301T000000-zzzz.dump").exists()
    assert len(list(folder.iterdir())) == 2 * 4 + 2


@pytest.mark.parametrize("keep", [0, 1])
def test_the_last_good_one_stays_whatever_is_newer(store: Store, keep: int) -> None:
    good = put(store, "staging", 0)
    damaged = put(store, "staging", 1, size=99)
    unfinished = put(store, "staging", 2)
    store.remove(f"{unfinished}.json")
    assert retain(store, "staging", keep) == ()
    assert {one.id: one.state for one in backups(store)} == {
        good: State.GOOD,
        damaged: State.DAMAGED,
        unfinished: State.PARTIAL,
    }


def test_what_was_not_finished_goes_after_a_day(store: Store, folder: Path) -> None:
    good = put(store, "staging", 0)
    unfinished = put(store, "staging", 1)
    store.remove(f"{unfinished}.json")
    (folder / "staging-20260303T000000-abcd.dump.partial").write_bytes(b"du")
    (folder / "production-20260303T000000-abcd.dump.partial").write_bytes(b"du")
    now = datetime.now(UTC)
    assert retain(store, "staging", 5, now + timedelta(hours=23)) == ()
    gone = retain(store, "staging", 5, now + timedelta(hours=25))
    assert set(gone) == {unfinished, "staging-20260303T000000-abcd"}
    assert {path.name for path in folder.iterdir()} == {
        f"{good}.dump",
        f"{good}.json",
        "production-20260303T000000-abcd.dump.partial",
    }


def test_a_folder_that_is_not_there_has_no_backups(tmp_path: Path) -> None:
    assert backups(open_store((tmp_path / "none").as_uri())) == ()
