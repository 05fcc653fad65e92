"""What migrations made is kept: a second look replays nothing, and whatever decides about it has it made anew."""

import stat
from pathlib import Path

import pytest

from sync.catalog import Profile
from sync.data import data_folder
from sync.errors import ReplayError
from tests.drift.conftest import Counting, Look, deploy, migration
from tests.support import supabase
from tests.support.servers import Databases, execute

ORDERS = migration(1, "CREATE TABLE orders (id integer PRIMARY KEY, note text)")
VIEW = migration(2, "CREATE VIEW notes AS SELECT note FROM orders WHERE note <> ''")


def kept() -> list[Path]:
    return sorted((data_folder() / "expected").iterdir())


def test_a_second_look_replays_nothing(each_databases: Databases, look: Look, scratch: Counting) -> None:
    live = each_databases.fresh()
    deploy(live, [ORDERS])
    assert not look(live, [ORDERS]).is_there
    assert scratch.number == 1
    execute(live, "ALTER TABLE orders ADD COLUMN byhand integer")
    for _ in range(2):
        assert look(live, [ORDERS]).is_there
    assert scratch.number == 1
    (file,) = kept()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert look(live, [ORDERS], keeps=False).is_there
    assert scratch.number == 2
    assert kept() == [file]


def test_on_a_platform_likewise(databases: Databases, look: Look, scratch: Counting) -> None:
    live = databases.fresh(supabase.SQL)
    steps = [migration(1, "CREATE TABLE p (id uuid REFERENCES auth.users)")]
    deploy(live, steps)
    tomorrow = (
        "realtime.messages_2026_11_23 PARTITION OF realtime.messages FOR VALUES FROM ('2026-11-23') TO ('2026-11-24')"
    )
    for text in ("SELECT 1", "INSERT INTO auth.schema_migrations VALUES ('2030')", f"CREATE TABLE {tomorrow}"):
        execute(live, text)
        assert not look(live, steps, Profile.SUPABASE).is_there
        assert scratch.number == 1
    execute(live, supabase.NEWER_AUTH)
    look(live, steps, Profile.SUPABASE)
    assert scratch.number == 2


@pytest.mark.parametrize(
    "change",
    [
        "ALTER DATABASE {} SET TimeZone = 'Asia/Tokyo'",
        "ALTER DATABASE {} SET search_path = other, public",
        "CREATE EXTENSION hstore",
        "ALTER SCHEMA public OWNER TO postgres; GRANT CREATE ON SCHEMA public TO PUBLIC",
    ],
)
def test_what_migrations_find_decides(databases: Databases, look: Look, scratch: Counting, change: str) -> None:
    live = databases.fresh()
    deploy(live, [ORDERS])
    look(live, [ORDERS])
    execute(live, change.format(live.url.rpartition("/")[2].partition("?")[0]))
    look(live, [ORDERS])
    assert scratch.number == 2


def test_the_texts_of_the_files_decide(databases: Databases, look: Look, scratch: Counting) -> None:
    live = databases.fresh()
    deploy(live, [ORDERS], written=False)
    for text, replays in (("SELECT 1", 1), ("SELECT 2", 2), ("SELECT 1", 2)):
        look(live, [migration(1, text)])
        assert scratch.number == replays


@pytest.mark.parametrize("damage", ["", "{}", '{"format": 1}', "no JSON"])
def test_what_is_damaged_is_made_anew(databases: Databases, look: Look, scratch: Counting, damage: str) -> None:
    live = databases.fresh()
    deploy(live, [ORDERS])
    look(live, [ORDERS])
    (file,) = kept()
    whole = file.read_text()
    file.write_text(damage or whole[: len(whole) // 2])
    assert not look(live, [ORDERS]).is_there
    assert scratch.number == 2
    assert file.read_text() == whole


def test_where_nothing_can_be_kept_it_works(databases: Databases, look: Look, scratch: Counting) -> None:
    (data_folder() / "expected").write_text("no folder")
    live = databases.fresh()
    deploy(live, [ORDERS])
    for _ in range(2):
        assert not look(live, [ORDERS]).is_there
    assert scratch.number == 2


def test_the_ones_used_last_stay(
    databases: Databases, look: Look, scratch: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.snapshot.kept._NEWEST", 2)
    live = databases.fresh()
    deploy(live, [ORDERS], written=False)
    first, second, third = ([migration(1, f"SELECT {number}")] for number in range(3))
    for steps in (first, second, first, third, first):
        look(live, steps)
    assert scratch.number == 3
    assert len(kept()) == 2
    look(live, second)
    assert scratch.number == 4


def test_what_fails_is_not_kept(databases: Databases, look: Look, scratch: Counting) -> None:
    live = databases.fresh(ORDERS.file.text)
    deploy(live, [VIEW])
    for _ in range(2):
        with pytest.raises(ReplayError, match='relation "orders" does not exist'):
            look(live, [VIEW])
    assert scratch.number == 2
