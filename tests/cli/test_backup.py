"""`schemabot backup`, `backups` and `restore`."""

import json
import re
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from sync.backup import DamagedError
from tests.backup.shop import SHOP, fill
from tests.cli.command import PASSWORD, PASSWORD_ENCODED, Command, Inside, Write, free_port
from tests.support.servers import Databases, rows

CONFIGURATION = """
[project]
name = "shop"
[environments.staging]
database = "env:STAGING"
backup = {{ to = "{to}", keep = 1 }}
[environments.production]
database = "env:STAGING"
"""


@pytest.fixture
def place(write: Write, tmp_path: Path) -> Path:
    """Where the environment `staging` has its backups."""
    folder = tmp_path / "backups"
    write("schemabot.toml", CONFIGURATION.format(to=folder.as_uri()))
    return folder


@pytest.mark.usefixtures("place")
def test_made_listed_kept_and_restored(schemabot: Command, databases: Databases) -> None:
    url = databases.fresh(SHOP).url
    answer = schemabot("backup", "staging", "--rehearse", STAGING=url)
    assert (answer.status, answer.err) == (0, "")
    made = re.match(
        r"(staging-\d{8}T\d{6}-[0-9a-f]{4}): [\d.]+ kB in \d+\.\d s, verified and rehearsed, in file://", answer.out
    )
    assert made is not None
    first = made[1]
    assert schemabot("backups").out.rstrip().endswith("  good, rehearsed")
    last = schemabot("backup", "staging", STAGING=url)
    assert (last.status, last.err) == (0, "")
    assert last.out.splitlines()[1:] == [f"removed {first}"]
    listed = schemabot("backups", "--verify")
    assert (listed.status, listed.err) == (0, "")
    head, *lines = listed.out.splitlines()
    assert head.split() == ["id", "environment", "time", "(UTC)", "size", "took", "PostgreSQL", "state"]
    assert [line.split()[-1] for line in lines] == ["good"]
    backup = lines[0].split()[0]
    target = databases.fresh()
    restored = schemabot("restore", backup, "--to", target.url)
    assert (restored.status, restored.err) == (0, "")
    assert re.fullmatch(rf"{backup}, which shows \S+ at \S+ \S+ UTC, is restored into \S+\n", restored.out)
    assert rows(target, "SELECT count(*) FROM orders") == [(100,)]
    again = schemabot("restore", backup, "--to", target.url)
    assert " is not empty: it has the " in again.complaint


def test_as_json(schemabot: Command, databases: Databases, place: Path) -> None:
    schemabot("backup", "staging", STAGING=databases.fresh().url)
    (place / "staging-20260101T000000-abcd.dump.partial").touch()
    answer = schemabot("backups", "staging", "--format", "json")
    assert (answer.status, answer.err) == (0, "")
    said = json.loads(answer.out)
    assert said["version"] == 1
    good, partial = said["backups"]
    assert set(good) == {"id", "environment", "time", "state", "problem", "store", "record"}
    assert good["record"]["id"] == good["id"]
    assert good["record"]["size_bytes"] == (place / f"{good['id']}.dump").stat().st_size
    assert (partial["state"], partial["record"]) == ("partial", None)
    assert partial["time"] == "2026-01-01T00:00:00Z"


def test_one_that_is_damaged_fails_the_check(schemabot: Command, databases: Databases, place: Path) -> None:
    schemabot("backup", "staging", STAGING=databases.fresh(SHOP).url)
    dump = next(place.glob("*.dump"))
    data = bytearray(dump.read_bytes())
    data[-9] ^= 1
    dump.write_bytes(data)
    assert schemabot("backups").status == 0
    answer = schemabot("backups", "--verify")
    assert answer.status == 1
    assert answer.out.splitlines()[1].endswith("damaged: its checksum is not the one that was written down")
    target = databases.fresh()
    restored = schemabot("restore", dump.stem, "--to", target.url)
    assert restored.status == 1
    assert restored.err.startswith(f"schemabot: {dump.stem} is damaged: ")
    assert restored.err.count("\n") == 1


def test_another_place(schemabot: Command, databases: Databases, place: Path, tmp_path: Path) -> None:
    other = (tmp_path / "other").as_uri()
    answer = schemabot("backup", "production", "--to", other, STAGING=databases.fresh().url)
    assert (answer.status, answer.err) == (0, "")
    assert not place.exists()
    assert schemabot("backups").out == "no backups\n"
    listed = schemabot("backups", "--from", other).out
    backup = listed.splitlines()[1].split()[0]
    assert backup.startswith("production-")
    target = databases.fresh()
    assert "--from" in schemabot("restore", backup, "--to", target.url).complaint
    assert schemabot("restore", backup, "--to", target.url, "--from", other).status == 0


def test_a_backup_that_is_killed_is_never_good(
    schemabot: Command, databases: Databases, place: Path, tmp_path: Path
) -> None:
    database = databases.fresh()
    fill(database, megabytes=12)
    running = subprocess.Popen(
        [*schemabot.words, "backup", "staging"],
        cwd=tmp_path,
        env=schemabot.environment({"STAGING": database.url}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 20
    while not list(place.glob("*.partial")) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    programs = psutil.Process(running.pid).children()
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert psutil.wait_procs(programs, timeout=10)[1] == []  # pg_dump has nobody to write to
    [left] = place.iterdir()
    assert left.name.endswith(".dump.partial")
    answer = schemabot("backups")
    assert answer.status == 0
    assert answer.out.splitlines()[1].endswith("partial: it was not finished, or is being made")


def test_no_password_is_shown(schemabot: Command, guarded: int, place: Path) -> None:
    good = f"postgresql://app:{PASSWORD_ENCODED}@127.0.0.1:{guarded}/postgres"
    answer = schemabot("backup", "staging", STAGING=good)
    assert (answer.status, answer.err) == (0, "")
    everything = answer.out + next(place.glob("*.json")).read_text()
    wrong = schemabot("backup", "staging", STAGING=good.replace(PASSWORD_ENCODED, "wr0ng-word"))
    gone = schemabot("backup", "staging", STAGING=f"postgresql://app:{PASSWORD_ENCODED}@127.0.0.1:{free_port()}/shop")
    assert wrong.complaint.startswith("cannot connect to app@127.0.0.1:")
    everything += wrong.complaint + gone.complaint
    assert not [word for word in (PASSWORD, PASSWORD_ENCODED, "wr0ng-word") if word in everything]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("backup", "stagin"),
            'there is no environment "stagin": did you mean staging? There are: staging, production',
        ),
        (("backup", "postgresql://a:hidden@b/c"), "a backup is of an environment, and that is no name of one: "),
        (("backup", "production"), "environments.production has no backup: write backup = {"),
        (("backup", "staging", "--to", "ftp://x"), 'backups cannot be kept at "ftp://": write file:///'),
        (("backups", "stagin"), 'there is no environment "stagin": did you mean staging?'),
        (("backups", "production"), "environments.production has no backup: write backup = {"),
        (("restore", "latest", "--to", "postgresql:///x"), "that is not the name of a backup: schemabot backups shows"),
        (("restore", "staging-20260101T000000-abcd", "--to", "shop"), "--to is not a PostgreSQL URL: it must start"),
        (
            ("restore", "staging-20260101T000000-abcd", "--to", "postgresql:///x"),
            'there is no backup "staging-20260101T000000-abcd" in file:///',
        ),
    ],
)
def test_what_cannot_be_done(inside: Inside, place: Path, arguments: tuple[str, ...], said: str) -> None:
    complaint = inside(*arguments).complaint
    assert complaint.startswith(said)
    assert "hidden" not in complaint
    assert not place.exists()


@pytest.mark.usefixtures("place")
def test_one_that_is_not_what_it_should_be_is_a_check_that_failed(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object, **__: object) -> None:
        raise DamagedError("it restores to something else", "it is not kept")

    monkeypatch.setenv("STAGING", "postgresql:///shop")
    monkeypatch.setattr("sync.backup.make_backup", damaged)
    answer = inside("backup", "staging", "--rehearse")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == "schemabot: it restores to something else: it is not kept\n"
