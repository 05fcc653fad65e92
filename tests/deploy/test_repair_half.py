"""Repairs of what was left half-way: the history says which half is so, after it was proven."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sync.deploy import Repair, Repaired, prepare_rollback, repair, roll_back
from sync.errors import MigrationError
from sync.migrations.migration import Migration
from sync.postgres.database import Database
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.deploy.support import QUICK, deployed, history_of, migrations
from tests.support.servers import Databases, execute, rows

TABLE = "CREATE TABLE t (id integer);"
HALF = """BEGIN; CREATE TABLE a (); COMMIT;
BEGIN; CREATE TABLE b (id integer REFERENCES nowhere); COMMIT;"""
MENDED = HALF.replace(" REFERENCES nowhere", "")
TAKEN = "CREATE TABLE a (); CREATE TABLE b ();\n-- rollback\n-- BEGIN; DROP TABLE a; COMMIT;\n-- DROP TABLE c;\n"
FIRST, SECOND = "20260101000001", "20260101000002"

Mend = Callable[..., Repaired]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is replayed is kept in a folder of the test's own."""
    monkeypatch.setenv("SCHEMABOT_DATA", str(tmp_path / "data"))


@pytest.fixture
def mend(databases: Databases) -> Mend:
    """`mend(database, files, applied=(version,))`."""

    def mend_it(database: Database, files: tuple[Migration, ...], **wanted: tuple[str, ...]) -> Repaired:
        source = LiveSource("staging", database, None)
        return repair(source, files, Repair(**wanted), Scratch(databases.server), QUICK)

    return mend_it


def half_applied(database: Database, folder: Path) -> tuple[Migration, ...]:
    files = migrations(folder, TABLE, HALF)
    with pytest.raises(MigrationError, match="what stands before is applied"):
        deployed(database, files)
    return files


def half_taken_back(database: Database, folder: Path, scratch: Scratch) -> tuple[Migration, ...]:
    files = migrations(folder, TABLE, TAKEN)
    deployed(database, files)
    with pytest.raises(MigrationError, match="what stands before is run"):
        roll_back(database, prepare_rollback(database, files, scratch, label="staging"), QUICK)
    return files


def runs_with_overrides(database: Database) -> list[tuple[object, ...]]:
    found = "SELECT action, overridden FROM schemabot.migration_runs WHERE action LIKE '%mark'"
    return list(rows(database, found))


def test_what_is_gone_with_its_file_is_told_not_to_be_applied(databases: Databases, tmp_path: Path, mend: Mend) -> None:
    database = databases.fresh("CREATE TABLE drift ()")
    files = half_applied(database, tmp_path / "m")[:1]
    with pytest.raises(MigrationError, match=rf"staging is not as it was before {SECOND}: table public.a differ"):
        mend(database, files, reverted=(SECOND,))
    execute(database, "DROP TABLE a")
    assert mend(database, files, reverted=(SECOND,)).overridden == ""
    assert runs_with_overrides(database) == [("unmark", None)]
    assert deployed(database, files).applied == ()
    with pytest.raises(MigrationError, match=f"there is no migration {SECOND}"):
        mend(database, files, reverted=(SECOND,))


def test_without_a_snapshot_there_may_be_no_drift(databases: Databases, tmp_path: Path, mend: Mend) -> None:
    database = databases.fresh("CREATE TABLE drift ()")
    files = half_applied(database, tmp_path / "m")[:1]
    execute(database, "DROP TABLE a; UPDATE schemabot.migration_runs SET snapshot = NULL")
    with pytest.raises(MigrationError, match=r"table public.drift differ"):
        mend(database, files, reverted=(SECOND,))
    execute(database, "DROP TABLE drift")
    mend(database, files, reverted=(SECOND,))


def test_what_is_half_applied_is_told_not_to_be(databases: Databases, tmp_path: Path, mend: Mend) -> None:
    database = databases.fresh("CREATE TABLE drift ()")
    half_applied(database, tmp_path / "m")
    files = migrations(tmp_path / "m", TABLE, MENDED)
    with pytest.raises(
        MigrationError, match=rf"not as it would be with this history \({SECOND}\): table public.a diff"
    ):
        mend(database, files, reverted=(SECOND,))
    execute(database, "DROP TABLE a")
    mend(database, files, reverted=(SECOND,))
    assert deployed(database, files).applied[0].resumed == 0
    assert history_of(database) == [FIRST, SECOND]


def test_what_was_made_by_steps_that_were_edited_is_not_forgotten(
    databases: Databases, tmp_path: Path, mend: Mend
) -> None:
    database = databases.fresh()
    half_applied(database, tmp_path / "m")
    files = migrations(tmp_path / "m", TABLE, MENDED.replace("TABLE a", "TABLE c"))
    with pytest.raises(MigrationError, match=r"not as it was before .*: table public.a differ"):
        mend(database, files, reverted=(SECOND,))


def test_what_was_ended_by_hand_is_told_to_be_applied(databases: Databases, tmp_path: Path, mend: Mend) -> None:
    database = databases.fresh()
    gone = half_applied(database, tmp_path / "m")[:1]
    with pytest.raises(MigrationError, match="has no file, and was left half-way: bring it back, or undo it and say"):
        mend(database, gone, applied=(SECOND,))
    files = migrations(tmp_path / "m", TABLE, MENDED)
    with pytest.raises(MigrationError, match=r"table public.b"):
        mend(database, files, applied=(SECOND,))
    execute(database, "CREATE TABLE b (id integer)")
    mend(database, files, applied=(SECOND,))
    assert history_of(database) == [FIRST, SECOND]
    assert deployed(database, files).applied == ()


def test_what_is_half_taken_back_is_told_to_be_gone_or_there(databases: Databases, tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch(databases.server)
    for said, by_hand, wanted in (("a", "CREATE TABLE a ()", "applied"), ("b", "DROP TABLE b", "reverted")):
        database = databases.fresh("CREATE TABLE drift ()")
        files = half_taken_back(database, tmp_path / "m", scratch)
        with pytest.raises(MigrationError, match=f"table public.{said} differ"):
            mend(database, files, **{wanted: (SECOND,)})
        execute(database, by_hand)
        mend(database, files, **{wanted: (SECOND,)})
        assert history_of(database) == ([FIRST, SECOND] if wanted == "applied" else [FIRST])
        assert len(deployed(database, files).applied) == (wanted == "reverted")


def test_what_has_no_file_and_is_half_taken_back_keeps_its_statements(
    databases: Databases, tmp_path: Path, mend: Mend
) -> None:
    database = databases.fresh()
    files = half_taken_back(database, tmp_path / "m", Scratch(databases.server))
    execute(database, "CREATE TABLE a ()")
    kept = "SELECT statements FROM supabase_migrations.schema_migrations ORDER BY version"
    before = rows(database, kept)
    mend(database, files[:1], applied=(SECOND,))
    assert rows(database, kept) == before
