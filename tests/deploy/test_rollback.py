"""Rollbacks: what files say takes them back, or what is computed from the snapshot that was kept."""

from pathlib import Path

import pytest

from sync.catalog import Scope, read_catalog
from sync.compare import compare
from sync.deploy import Rollback, prepare_rollback, roll_back
from sync.errors import MigrationError
from sync.migrations.migration import Migration
from sync.plan.effects.effect import HazardKind
from sync.postgres.database import Database
from sync.report.deploying import rollback_lines
from sync.shadow.scratch import Scratch
from tests.deploy.support import QUICK, deployed, history_of, migrations, runs_of
from tests.support.servers import Databases, execute, rows

TABLE = "CREATE TABLE t (id integer);\nINSERT INTO t VALUES (1);\n-- rollback\n-- DROP TABLE t;\n"
COLUMN = "ALTER TABLE t ADD note text DEFAULT 'new';\n-- rollback:\n-- ALTER TABLE t\n--   DROP note;\n"
VIEW = "CREATE VIEW v AS SELECT id FROM t;\nCREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';"
INDEX = "CREATE INDEX CONCURRENTLY t_id ON t (id);\n-- rollback\n-- DROP INDEX CONCURRENTLY t_id;\n"


@pytest.fixture
def scratch(databases: Databases) -> Scratch:
    return Scratch(databases.server)


def prepared(database: Database, files: tuple[Migration, ...], scratch: Scratch, to: str | None = None) -> Rollback:
    return prepare_rollback(database, files, scratch, to=to, label="staging")


def test_the_last_one_is_taken_back_as_its_file_says(databases: Databases, tmp_path: Path, scratch: Scratch) -> None:
    database, files = databases.fresh(), migrations(tmp_path, TABLE, COLUMN)
    deployed(database, files)
    way = prepared(database, files, scratch)
    assert [one.label for one in way.undone] == ["20260101000002_m2.sql"]
    assert way.plan is None
    (step,) = way.judged[0].steps
    assert HazardKind.DATA_LOSS in {hazard.kind for one in step.statements for hazard in one.effect.hazards}
    roll_back(database, way, QUICK)
    assert rows(database, "SELECT * FROM t") == [(1,)]
    assert history_of(database) == ["20260101000001"]
    assert runs_of(database)[-1] == ("20260101000002", "rollback", "done", 1, 1)
    assert len(deployed(database, files).applied) == 1  # and applied again


def test_all_behind_one_are_taken_back(databases: Databases, tmp_path: Path, scratch: Scratch) -> None:
    database, files = databases.fresh(), migrations(tmp_path, TABLE, COLUMN, INDEX)
    deployed(database, files)
    roll_back(database, prepared(database, files, scratch, "0"), QUICK)
    assert history_of(database) == []
    assert rows(database, "SELECT to_regclass('t')") == [(None,)]
    assert [row[1] for row in runs_of(database)] == ["apply"] * 3 + ["rollback"] * 3


def test_without_rollback_parts_the_way_is_computed(
    each_databases: Databases, databases: Databases, tmp_path: Path
) -> None:
    scratch = Scratch(databases.server)
    database, files = each_databases.fresh(), migrations(tmp_path, TABLE, COLUMN, VIEW)
    deployed(database, files[:1])
    before = read_catalog(database, Scope())
    deployed(database, files)
    way = prepared(database, files, scratch, "20260101000001")
    assert way.plan is not None
    assert way.plan.proven
    roll_back(database, way, QUICK)
    assert compare(before, read_catalog(database, Scope())) == ()
    assert rows(database, "SELECT * FROM t") == [(1,)]
    assert history_of(database) == ["20260101000001"]
    assert [row[:3] for row in runs_of(database)[-2:]] == [
        ("20260101000003", "rollback", "done"),
        ("20260101000002", "rollback", "done"),
    ]


def test_a_migration_without_a_file_is_taken_back_too(databases: Databases, tmp_path: Path, scratch: Scratch) -> None:
    database, files = databases.fresh(), migrations(tmp_path, TABLE, VIEW)
    deployed(database, files)
    roll_back(database, prepared(database, files[:1], scratch), QUICK)
    assert rows(database, "SELECT to_regclass('v')") == [(None,)]
    assert history_of(database) == ["20260101000001"]


def test_one_without_a_file_is_taken_back_as_the_file_said(
    databases: Databases, tmp_path: Path, scratch: Scratch
) -> None:
    database, files = databases.fresh(), migrations(tmp_path, TABLE, COLUMN)
    deployed(database, files)
    way = prepared(database, files[:1], scratch)
    assert way.plan is None
    roll_back(database, way, QUICK)
    assert history_of(database) == ["20260101000001"]


def test_what_has_a_rollback_part_is_not_computed_because_a_later_one_has_none(
    databases: Databases, tmp_path: Path, scratch: Scratch
) -> None:
    database, files = databases.fresh(), migrations(tmp_path, TABLE, COLUMN, VIEW, INDEX)
    deployed(database, files)
    way = prepared(database, files, scratch, "20260101000001")
    assert way.plan is not None
    assert [one.label for one in way.undone] == [one.label for one in reversed(files[1:])]
    assert [one.migration.label for one in way.judged] == ["20260101000002_m2.sql"]
    said = "\n".join(rollback_lines(way))
    assert "20260101000004_m4.sql, 20260101000003_m3.sql: not all have a rollback part" in said
    assert "DROP note" in said
    roll_back(database, way, QUICK)
    assert rows(database, "SELECT * FROM t") == [(1,)]
    assert history_of(database) == ["20260101000001"]
    assert len(deployed(database, files).applied) == 3


def test_no_version_is_not_every_version(databases: Databases, tmp_path: Path, scratch: Scratch) -> None:
    database, files = databases.fresh(), migrations(tmp_path, TABLE, COLUMN)
    deployed(database, files)
    with pytest.raises(MigrationError, match="has no migration without a version"):
        prepared(database, files, scratch, to="")


def test_nothing_is_deployed_on_what_is_half_taken_back(databases: Databases, tmp_path: Path, scratch: Scratch) -> None:
    text = "CREATE TABLE a ();\n-- rollback\n-- BEGIN; DROP TABLE a; COMMIT;\n-- DROP TABLE b;\n"
    database, (one,) = databases.fresh(), migrations(tmp_path, text)
    deployed(database, (one,))
    with pytest.raises(MigrationError, match=r"what stands before is run, to line 3: mend .*, and roll back again"):
        roll_back(database, prepared(database, (one,), scratch), QUICK)
    files = migrations(tmp_path, text, "CREATE TABLE c ()")
    with pytest.raises(MigrationError, match=r"left half-way \(20260101000001_m1\): .* roll back again"):
        deployed(database, files)
    execute(database, "CREATE TABLE b ()")
    roll_back(database, prepared(database, files, scratch), QUICK)
    assert len(deployed(database, files[1:]).applied) == 1


def test_what_failed_is_told_and_can_be_done_again(databases: Databases, tmp_path: Path, scratch: Scratch) -> None:
    database, files = databases.fresh(), migrations(tmp_path, TABLE)
    deployed(database, files)
    execute(database, "CREATE VIEW v AS SELECT id FROM t")
    way = prepared(database, files, scratch)
    with pytest.raises(MigrationError, match="cannot drop table t because other objects depend on it"):
        roll_back(database, way, QUICK)
    assert history_of(database) == ["20260101000001"]
    execute(database, "DROP VIEW v")
    roll_back(database, way, QUICK)
    assert history_of(database) == []


def test_something_else_was_applied_meanwhile(databases: Databases, tmp_path: Path, scratch: Scratch) -> None:
    database, files = databases.fresh(), migrations(tmp_path, TABLE, COLUMN)
    deployed(database, files[:1])
    way = prepared(database, files, scratch)
    deployed(database, files)
    with pytest.raises(MigrationError, match="other migrations than when this was prepared"):
        roll_back(database, way, QUICK)


@pytest.mark.parametrize(
    ("to", "said"),
    [("20260101000009", "has no migration 20260101000009: did you mean"), ("20260101000001", "nothing to take back")],
)
def test_versions_that_make_no_sense(
    databases: Databases, tmp_path: Path, scratch: Scratch, to: str, said: str
) -> None:
    database, files = databases.fresh(), migrations(tmp_path, TABLE)
    with pytest.raises(MigrationError, match="no migration that could be taken back"):
        prepared(database, files, scratch)
    deployed(database, files)
    with pytest.raises(MigrationError, match=said):
        prepared(database, files, scratch, to)


def test_no_snapshot_and_no_rollback_part(databases: Databases, tmp_path: Path, scratch: Scratch) -> None:
    database, files = databases.fresh(), migrations(tmp_path, TABLE, VIEW)
    deployed(database, files)
    execute(database, "UPDATE schemabot.migration_runs SET snapshot = NULL")
    with pytest.raises(MigrationError, match=r"m2.sql has no rollback part, and staging keeps no snapshot"):
        prepared(database, files, scratch)
