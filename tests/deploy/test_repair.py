"""Repairs: the history says what is so, and nothing else unless somebody insists."""

from dataclasses import replace
from pathlib import Path

import pytest

from sync.deploy import Repair, Repaired, repair
from sync.errors import MigrationError
from sync.migrations.migration import Migration
from sync.postgres.database import Database
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.deploy.support import QUICK, deployed, history_of, migrations, runs_of
from tests.support.servers import Databases, execute, rows

TABLE = "CREATE TABLE t (id integer);"
COLUMN = "ALTER TABLE t ADD note text;"
ROWS = "INSERT INTO t VALUES (1);"
FIRST, SECOND = "20260101000001", "20260101000002"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is replayed is kept in a folder of the test's own."""
    monkeypatch.setenv("SCHEMABOT_DATA", str(tmp_path / "data"))


def repaired(
    databases: Databases, database: Database, files: tuple[Migration, ...], wanted: Repair, *, force: bool = False
) -> Repaired:
    source = LiveSource("staging", database, None)
    return repair(source, files, wanted, Scratch(databases.server), QUICK, force=force)


def test_what_somebody_ran_by_hand_is_told_to_be_applied(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(TABLE + COLUMN), migrations(tmp_path / "m", TABLE, COLUMN)
    assert repaired(databases, database, files, Repair(applied=(FIRST, SECOND))).overridden == ""
    assert history_of(database) == [FIRST, SECOND]
    assert [row[1] for row in runs_of(database)] == ["mark", "mark"]
    assert deployed(database, files).applied == ()


def test_what_is_not_there_is_not_told_to_be_applied(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(TABLE), migrations(tmp_path / "m", TABLE, COLUMN)
    with pytest.raises(MigrationError, match=r"not as it would be with this history .*: column public.t/note differ"):
        repaired(databases, database, files, Repair(applied=(FIRST, SECOND)))
    assert history_of(database) == []
    found = repaired(databases, database, files, Repair(applied=(FIRST, SECOND)), force=True)
    assert "column public.t/note" in found.overridden
    assert history_of(database) == [FIRST, SECOND]
    assert rows(database, "SELECT DISTINCT overridden, run_by FROM schemabot.migration_runs") == [
        (found.overridden, "anna@test")
    ]


def test_drift_elsewhere_is_no_reason_against_it(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(TABLE + "CREATE TABLE drift ()"), migrations(tmp_path / "m", TABLE)
    assert repaired(databases, database, files, Repair(applied=(FIRST,))).overridden == ""


def test_what_has_no_effect_on_the_schema_proves_nothing(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(), migrations(tmp_path / "m", TABLE, ROWS)
    deployed(database, files[:1])
    with pytest.raises(MigrationError, match=f"nothing in the schema of staging tells whether {SECOND} was applied"):
        repaired(databases, database, files, Repair(applied=(SECOND,)))


def test_what_is_gone_is_told_not_to_be_applied(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(), migrations(tmp_path / "m", TABLE, COLUMN)
    deployed(database, files)
    with pytest.raises(MigrationError, match=r"column public.t/note differ"):
        repaired(databases, database, files, Repair(reverted=(SECOND,)))
    execute(database, "ALTER TABLE t DROP note")
    repaired(databases, database, files, Repair(reverted=(SECOND,)))
    assert history_of(database) == [FIRST]
    assert len(deployed(database, files).applied) == 1


def test_a_migration_that_was_renamed_needs_no_proof(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(), migrations(tmp_path / "m", TABLE, ROWS)
    deployed(database, files)
    later = (files[0], replace(files[1], version="20260505000000"))
    repaired(databases, database, later, Repair(applied=("20260505000000",), reverted=(SECOND,)))
    assert history_of(database) == [FIRST, "20260505000000"]
    assert deployed(database, later).applied == ()


def test_an_edited_file_that_makes_the_same_is_taken_as_it_is(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(), migrations(tmp_path / "m", TABLE)
    deployed(database, files)
    same = migrations(tmp_path / "m", "-- Why: orders.\nCREATE TABLE t (\n  id int\n);")
    repaired(databases, database, same, Repair(applied=(FIRST,)))
    assert deployed(database, same).applied == ()
    other = migrations(tmp_path / "m", "CREATE TABLE t (id bigint);")
    with pytest.raises(MigrationError, match=r"column public.t/id differ"):
        repaired(databases, database, other, Repair(applied=(FIRST,)))


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Repair(), "nothing is to be repaired"),
        (Repair((FIRST,), (FIRST,)), "cannot be both"),
        (Repair(("20260101000009",)), "there is no migration 20260101000009, .*: did you mean 2026010100000"),
        (Repair((FIRST,)), "staging has 20260101000001 already"),
        (Repair(reverted=(SECOND,)), "staging does not have 20260101000002"),
    ],
)
def test_what_makes_no_sense_is_said(databases: Databases, tmp_path: Path, wanted: Repair, said: str) -> None:
    database, files = databases.fresh(), migrations(tmp_path / "m", TABLE, COLUMN)
    deployed(database, files[:1])
    with pytest.raises(MigrationError, match=said):
        repaired(databases, database, files, wanted)
