"""Rollbacks that are killed at any moment: the next one goes on, and in the end all is as before the migrations."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sync.catalog import Scope, read_catalog
from sync.compare import compare
from sync.data import DATA_VARIABLE
from sync.postgres.database import Database
from tests.deploy.support import deployed, history_of, migrations
from tests.support.servers import Databases, rows

THERE = "CREATE TABLE marks (number integer); CREATE TABLE t (id integer); INSERT INTO t VALUES (1);"
FIRST = """CREATE INDEX CONCURRENTLY t_id ON t (id);
ALTER TABLE t ADD note text;"""
PART = """
-- rollback
-- INSERT INTO marks VALUES (1);
-- DROP INDEX CONCURRENTLY t_id;
-- BEGIN; INSERT INTO marks VALUES (2); COMMIT;
-- VACUUM t;
-- ALTER TABLE t DROP note;
"""
SECOND = "CREATE VIEW v AS SELECT id FROM t; CREATE TYPE mood AS ENUM ('good');"
WANTED_KILLS = 6


def roll_back_and_kill(database: Database, folder: Path, seed: int, data: Path) -> int:
    """Take all back, killing those who do; how many were killed."""
    words = [sys.executable, "-m", "tests.deploy.killing", database.url, str(folder), str(seed), "0.15", "rollback"]
    ended = subprocess.run(
        words,
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, DATA_VARIABLE: str(data)},
    )
    assert ended.returncode == 0, ended.stderr
    return int(ended.stdout)


@pytest.mark.parametrize(("part", "marks"), [(PART, [(1,), (2,)]), ("", [])], ids=["written", "computed"])
def test_rollbacks_that_are_killed_are_taken_up(
    databases: Databases, tmp_path: Path, part: str, marks: list[tuple[int]]
) -> None:
    files, killed, seed = migrations(tmp_path / "m", FIRST + part, SECOND), 0, 0
    before = read_catalog(databases.fresh(THERE), Scope())
    while killed < WANTED_KILLS:
        seed += 1
        database = databases.fresh(THERE)
        deployed(database, files)
        killed += roll_back_and_kill(database, tmp_path / "m", seed, databases.server.data)
        assert compare(before, read_catalog(database, Scope())) == ()
        assert rows(database, "SELECT number FROM marks ORDER BY number") == marks
        assert rows(database, "SELECT id FROM t") == [(1,)]
        assert history_of(database) == []
