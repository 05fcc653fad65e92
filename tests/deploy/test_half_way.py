"""What is half applied is taken back before anything that is earlier, and what failed stays to be seen."""

from datetime import timedelta
from pathlib import Path

import pytest

from sync.catalog import Scope, read_catalog
from sync.compare import compare
from sync.deploy import Accept, Settings, deploy, forgotten, prepare_rollback, roll_back
from sync.errors import MigrationError
from sync.report.deploying import forgotten_lines, rollback_lines
from sync.shadow.scratch import Scratch
from tests.deploy.support import QUICK, deployed, history_of, migrations
from tests.support.servers import Databases, execute, rows

FIRST = "CREATE TYPE st AS ENUM ('a');\nCREATE TABLE a (s st);\nINSERT INTO a VALUES ('a');"
SECOND = "ALTER TYPE st ADD VALUE 'z';\nDROP TABLE nowhere;\n-- rollback\n-- SELECT 1;\n"


def test_what_is_half_applied_is_what_is_taken_back(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(), migrations(tmp_path, FIRST, SECOND)
    deployed(database, files[:1])
    before = read_catalog(database, Scope())
    with pytest.raises(MigrationError, match="what stands before is applied"):
        deployed(database, files)
    way = prepare_rollback(database, files, Scratch(databases.server), label="staging")
    assert [one.version for one in way.undone] == ["20260101000002"]
    said = "\n".join(rollback_lines(way))
    assert "20260101000002_m2 is half applied, since " in said
    assert "20260101000002_m2.sql: what is half applied has to go first" in said
    roll_back(database, way, QUICK)
    assert compare(before, read_catalog(database, Scope())) == ()
    assert history_of(database) == ["20260101000001"]
    assert rows(database, "SELECT s::text FROM a") == [("a",)]
    good = migrations(tmp_path, FIRST, SECOND.replace("DROP TABLE nowhere", "SELECT 1"))
    (one,) = deployed(database, good).applied
    assert one.resumed == 0
    assert rows(database, "SELECT 'z'::st::text") == [("z",)]


def test_without_a_snapshot_nothing_beneath_it_is_taken_back(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(), migrations(tmp_path, FIRST, SECOND)
    with pytest.raises(MigrationError):
        deployed(database, files)
    execute(database, "UPDATE schemabot.migration_runs SET snapshot = NULL")
    for to in (None, "0"):
        with pytest.raises(
            MigrationError, match=r"m2.sql is half applied, and .* --reverted 20260101000002|m1.sql has"
        ):
            prepare_rollback(database, files, Scratch(databases.server), to=to, label="staging")


def test_a_way_back_that_fails_leaves_it_half_applied(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(), migrations(tmp_path, FIRST, "CREATE TABLE b ();\nVACUUM;\nDROP TABLE nowhere;")
    with pytest.raises(MigrationError):
        deployed(database, files)
    scratch = Scratch(databases.server)
    way = prepare_rollback(database, files, scratch, label="staging")
    execute(database, "CREATE VIEW v AS SELECT * FROM b")
    with pytest.raises(MigrationError, match="depend"):
        roll_back(database, way, QUICK)
    again = prepare_rollback(database, files, scratch, label="staging")
    assert [one.version for one in again.undone] == ["20260101000002"]
    roll_back(database, again, QUICK)
    assert rows(database, "SELECT to_regclass('b'), to_regclass('a') IS NULL") == [(None, False)]


def test_nothing_earlier_is_deployed_beneath_it(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(), migrations(tmp_path, "SELECT 1;", "CREATE TABLE b ();\nVACUUM;\nDROP TABLE c;")
    with pytest.raises(MigrationError):
        deployed(database, files[1:])
    with pytest.raises(MigrationError, match=r"later migrations than some .*20260101000001_m1"):
        deployed(database, files)


def test_the_time_is_that_of_the_work(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(), migrations(tmp_path, "SELECT pg_sleep(0.5);")
    deployed(database, files)
    took = "SELECT finished_at - started_at, steps_done FROM schemabot.migration_runs"
    ((seconds, done),) = rows(database, took)
    assert isinstance(seconds, timedelta)
    assert seconds >= timedelta(seconds=0.5)
    assert done == 1


def test_another_migration_under_the_same_version_is_never_accepted(databases: Databases, tmp_path: Path) -> None:
    database, (one,) = databases.fresh(), migrations(tmp_path, "CREATE TABLE a ();")
    deployed(database, (one,))
    execute(database, "UPDATE supabase_migrations.schema_migrations SET name = 'anna', statements = '{SELECT 9}'")
    execute(database, "DELETE FROM schemabot.migration_runs")
    with pytest.raises(MigrationError, match=r"20260101000001_m1 has the version under which 20260101000001_anna is"):
        deploy(database, (one,), Settings(accepted=frozenset(Accept)))


def test_a_file_without_a_statement_is_refused(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(), migrations(tmp_path, "CREATE TABLE a ();", "-- Why: later.\n")
    with pytest.raises(MigrationError, match=r"m2.sql has no statement: fill it, or take it out"):
        deployed(database, files)
    assert history_of(database) == []


def test_what_is_there_by_hand_is_told_how_to_be_adopted(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE TABLE a ()")
    with pytest.raises(MigrationError, match=r"made there by hand: schemabot repair staging --applied 20260101000001,"):
        deployed(database, migrations(tmp_path, "CREATE TABLE a ();"))


def test_a_note_that_there_is_no_way_back_is_shown(databases: Databases, tmp_path: Path) -> None:
    text = "CREATE TABLE a ();\n-- rollback\n-- There is none: call Anna first.\n"
    database, files = databases.fresh(), migrations(tmp_path, text)
    deployed(database, files)
    way = prepare_rollback(database, files, Scratch(databases.server), label="staging")
    said = "20260101000001_m1.sql says of its way back: There is none: call Anna first."
    assert said in [*rollback_lines(way)]


def test_what_a_rollback_part_forgets_is_told_where_a_snapshot_was_kept(databases: Databases, tmp_path: Path) -> None:
    text = "CREATE TABLE a ();\nVACUUM;\nCREATE TABLE b ();\n-- rollback\n-- DROP TABLE a;\n"
    database, files = databases.fresh(), migrations(tmp_path, text)
    deployed(database, files)
    scratch = Scratch(databases.server)
    way = prepare_rollback(database, files, scratch, label="staging")
    roll_back(database, way, QUICK)
    found = forgotten(database, way, scratch)
    assert [*forgotten_lines(way, found)] == ["not as it was: added table public.b"]
