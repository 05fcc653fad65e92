"""Two processes on one state: a step is done by one of them, and by the other when that one dies."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.postgres.database import Database
from tests.support.servers import Databases, execute

PROGRAM = Path(__file__).parents[2] / "support" / "engine_process.py"
PATIENCE_S = 40.0


@contextmanager
def process(database: Database, told: Path, name: str, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, str(PROGRAM), database.url, str(told), name, *more]) as running:
        try:
            wait_for(told, f"{name} is there")
            yield running
        finally:
            running.kill()


def wait_for(told: Path, line: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while line not in lines(told):
        if time.monotonic() > end:
            pytest.fail(f"nothing says {line!r}: {lines(told)}")
        time.sleep(0.05)


def lines(told: Path) -> list[str]:
    return told.read_text().splitlines() if told.exists() else []


def test_what_dies_is_taken_up(databases: Databases, tmp_path: Path) -> None:
    database, told = databases.fresh(), tmp_path / "told"
    with process(database, told, "one", "start") as one, process(database, told, "two"):
        wait_for(told, "one begins production-1")
        one.kill()
        wait_for(told, "two ends production-1")

    assert [one for one in lines(told) if "production-1" in one] == [
        "one begins production-1",
        "two begins production-1",
        "two ends production-1",
    ]


def test_who_only_lost_the_connection_with_its_lock_goes_on_alone(databases: Databases, tmp_path: Path) -> None:
    database, told = databases.fresh(), tmp_path / "told"
    with process(database, told, "one", "start"), process(database, told, "two"):
        wait_for(told, "one begins production-1")
        # Whoever holds a lock of a process loses it, as when the state database is restarted.
        execute(database, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        wait_for(told, "one ends production-1")

    assert [one for one in lines(told) if "begins" in one] == ["one begins production-1"]
