"""Scratch databases come and go: after a failure, after a killed process, with two processes at once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sync.data import DATA_VARIABLE
from sync.errors import EmbeddedServerError, ReplayError
from sync.migrations import SqlFile
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from sync.shadow.replay import replay
from sync.shadow.scratch import Scratch
from tests.support.servers import execute, rows

HOLD = """
import sys
from sync.shadow.scratch import Scratch
with Scratch() as scratch, scratch.database() as database:
    print(database.url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def scratch(server: EmbeddedServer) -> Iterator[Scratch]:
    """Scratch databases on the server of the tests."""
    with Scratch(server) as made:
        yield made


@pytest.fixture
def own(scratch_server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes a server that runs already the one that `Scratch()` finds."""
    monkeypatch.setenv(DATA_VARIABLE, str(scratch_server.data.parent))


def scratch_databases(server: EmbeddedServer) -> list[str]:
    query = "SELECT datname FROM pg_database WHERE datname LIKE 'scratch%' ORDER BY 1"
    return [name for (name,) in rows(server.database(), query)]


def held() -> tuple[subprocess.Popen[str], str]:
    """A process with a scratch database, and that database's name."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert process.stdout is not None
    name = Database.parse(process.stdout.readline().strip()).label.rsplit("/", 1)[1]
    return process, name


def test_it_is_empty_and_gone_afterwards(scratch: Scratch, server: EmbeddedServer) -> None:
    with scratch.database() as database:
        assert rows(database, "SELECT count(*) FROM pg_class WHERE oid >= 16384") == [(0,)]
        assert len(scratch_databases(server)) == 1
    assert scratch_databases(server) == []


def test_a_replay_that_fails_leaves_none(scratch: Scratch, server: EmbeddedServer, tmp_path: Path) -> None:
    file = tmp_path / "a.sql"
    file.write_text("CREATE TABLE t (id integer); DROP TABLE u;")
    with pytest.raises(ReplayError), scratch.database() as database:
        replay([SqlFile(file)], database)
    assert scratch_databases(server) == []


def test_one_that_is_still_in_use_goes_all_the_same(scratch: Scratch, server: EmbeddedServer) -> None:
    with scratch.database() as database, connect(database) as connection:
        connection.execute("CREATE TABLE t (id integer)")
        scratch.close()
        assert scratch_databases(server) == []
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    with pytest.raises(EmbeddedServerError, match="closed"), scratch.database():
        pass


@pytest.mark.usefixtures("own")
def test_what_a_killed_process_left_goes_with_the_next(scratch_server: EmbeddedServer) -> None:
    process, name = held()
    with process:
        assert scratch_databases(scratch_server) == [name]
        process.kill()
    assert scratch_databases(scratch_server) == [name]
    with Scratch() as scratch, scratch.database() as database:
        assert scratch_databases(scratch_server) == [database.label.rsplit("/", 1)[1]]
    assert scratch_databases(scratch_server) == []


@pytest.mark.usefixtures("own")
def test_two_processes_at_once_leave_each_other_alone(scratch_server: EmbeddedServer) -> None:
    process, name = held()
    with process:
        with Scratch() as scratch, scratch.database() as database:
            assert name in scratch_databases(scratch_server)
            execute(database, "CREATE TABLE t (id integer)")
        assert scratch_databases(scratch_server) == [name]
        process.communicate("")
    assert process.returncode == 0
    assert scratch_databases(scratch_server) == []


@pytest.mark.usefixtures("own")
def test_a_database_of_somebody_else_that_is_called_so_stays(scratch_server: EmbeddedServer) -> None:
    execute(scratch_server.database(), "CREATE DATABASE scratch_of_mine")
    with Scratch() as scratch, scratch.database():
        assert "scratch_of_mine" in scratch_databases(scratch_server)
    execute(scratch_server.database(), "DROP DATABASE scratch_of_mine")
    assert os.environ[DATA_VARIABLE]


def test_a_subscription_that_files_make_does_not_keep_the_database(scratch: Scratch, server: EmbeddedServer) -> None:
    with scratch.database() as database:
        execute(database, "CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false)")
    assert scratch_databases(server) == []
    assert rows(server.database(), "SELECT count(*) FROM pg_subscription") == [(0,)]
