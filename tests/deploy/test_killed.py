"""Deployers that are killed at any moment: in the end all is as if nothing had happened."""

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from sync.catalog import Scope, read_catalog
from sync.compare import compare
from sync.postgres.database import Database
from tests.deploy.support import history_of
from tests.support.servers import Databases, rows

# What a transaction does not undo stands between the real files: rows that must not come twice, indexes outside of
# transactions, an enum that is used as soon as it has grown.
FIRST = "CREATE TABLE marks (number integer NOT NULL, note text);"
MARK = "INSERT INTO marks SELECT {number} FROM generate_series(1, 20);"
INDEX = """
INSERT INTO marks VALUES ({number}, 'before');
CREATE INDEX CONCURRENTLY marks_{number} ON marks (number, note);
INSERT INTO marks VALUES ({number}, 'between');
DROP INDEX CONCURRENTLY marks_{number};
CREATE UNIQUE INDEX CONCURRENTLY ON marks (number, note) WHERE note = 'before' AND number = {number};
REINDEX TABLE CONCURRENTLY marks;
VACUUM marks;
INSERT INTO marks VALUES ({number}, 'after');
"""
ENUM = """
CREATE TYPE mood_{number} AS ENUM ('good');
BEGIN;
INSERT INTO marks VALUES ({number}, 'begun');
COMMIT;
ALTER TYPE mood_{number} ADD VALUE 'bad';
CREATE TABLE moods_{number} (mood mood_{number} DEFAULT 'bad');
"""
EVERY = 6
WANTED_KILLS = 50  # on each major version: a hundred on the two usual ones
NEVER_S = 600
LONGEST_S = 0.2


def write_migrations(folder: Path) -> list[str]:
    """The migrations of procrastinate in our form, with others between them. Returns the versions."""
    found = find_spec("procrastinate")
    assert found is not None
    assert found.origin is not None
    files = sorted((Path(found.origin).parent / "sql" / "migrations").glob("*.sql"))
    versions = (f"{20260101000000 + number}" for number in count())

    def texts() -> Iterator[tuple[str, str]]:
        yield "first", FIRST
        for number, file in enumerate(files):
            yield "procrastinate", file.read_text(encoding="utf-8")
            yield "mark", MARK.format(number=number)
            if number % EVERY == 0:
                yield "index", INDEX.format(number=number)
                yield "enum", ENUM.format(number=number)

    folder.mkdir()
    written = []
    for version, (name, text) in zip(versions, texts(), strict=False):
        (folder / f"{version}_{name}.sql").write_text(text, encoding="utf-8")
        written.append(version)
    return written


def deploy_and_kill(database: Database, folder: Path, seed: int, longest_s: float) -> int:
    """Deploy, killing deployers; how many were killed. The longer they live the fewer."""
    words = [sys.executable, "-m", "tests.deploy.killing", database.url, str(folder), str(seed), str(longest_s)]
    ended = subprocess.run(words, check=False, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert ended.returncode == 0, ended.stderr
    return int(ended.stdout)


def test_deployers_that_are_killed_leave_no_trace(each_databases: Databases, tmp_path: Path) -> None:
    versions = write_migrations(tmp_path / "migrations")
    reference = each_databases.fresh()
    assert deploy_and_kill(reference, tmp_path / "migrations", 0, NEVER_S) == 0
    scope, marks = Scope(), "SELECT number, note, count(*) FROM marks GROUP BY number, note ORDER BY number, note"
    wanted = read_catalog(reference, scope)
    killed, seed = 0, 0
    while killed < WANTED_KILLS:
        seed += 1
        database = each_databases.fresh()
        killed += deploy_and_kill(database, tmp_path / "migrations", seed, LONGEST_S)
        assert compare(wanted, read_catalog(database, scope)) == ()
        assert rows(database, marks) == rows(reference, marks)
        assert history_of(database) == versions
        left = "SELECT count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'running')"
        assert rows(database, f"{left} FROM schemabot.migration_runs") == [(len(versions), 0)]
        assert rows(database, "SELECT count(*) FROM pg_index WHERE NOT indisvalid") == [(0,)]
