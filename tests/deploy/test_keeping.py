"""Snapshots of the schema before migrations: kept where the way back may need them, and nowhere else."""

import re
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sync.deploy import deploy
from sync.errors import MigrationError
from sync.postgres.session import connect
from tests.deploy.support import QUICK, deployed, history_of, migrations
from tests.support.servers import Databases, rows

TABLE = "CREATE TABLE t (id integer);"
ROWS = "INSERT INTO t VALUES (1);"
VIEW = "CREATE VIEW v AS SELECT id FROM t;"
BACK = "\n-- rollback\n-- DROP VIEW v;\n"
KEPT = "SELECT snapshot IS NOT NULL FROM schemabot.migration_runs ORDER BY id"


def test_it_is_kept_where_the_way_back_may_need_it(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    steps = f"{VIEW.replace('v AS', 'w AS')} BEGIN; SELECT 1; COMMIT;{BACK}"
    deployed(database, migrations(tmp_path, TABLE, VIEW + BACK, steps, "SELECT 1;\n-- rollback\n-- none\n"))
    assert rows(database, KEPT) == [(True,), (False,), (True,), (True,)]


def test_what_is_the_same_is_kept_once(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    deployed(database, migrations(tmp_path, TABLE, ROWS, ROWS, VIEW))
    found = [one for (one,) in rows(database, "SELECT snapshot FROM schemabot.migration_runs ORDER BY id")]
    assert found[1] == found[2] == found[3] != found[0]
    assert rows(database, "SELECT count(*) FROM schemabot.snapshots") == [(2,)]


def test_a_table_that_is_locked_is_waited_for_as_patiently_as_by_statements(
    databases: Databases, tmp_path: Path
) -> None:
    database = databases.fresh(TABLE + VIEW)
    plain, with_part = "CREATE TABLE other ();", "CREATE TABLE other ();\n-- rollback\n-- DROP TABLE other;\n"
    impatient = replace(QUICK, lock_timeout=timedelta(milliseconds=100))
    said: list[str] = []
    with connect(database) as other:
        other.execute("LOCK t IN ACCESS EXCLUSIVE MODE")
        who = rf"as t is locked by pid {other.info.backend_pid}, .* as postgres, in a transaction since "
        started = time.monotonic()
        with pytest.raises(MigrationError, match=rf"schema of staging cannot be kept .*m1.sql, {who}") as failed:
            deploy(database, migrations(tmp_path, plain), impatient, label="staging", progress=said.append)
        assert time.monotonic() - started < 10  # the reader's own patience is 30 s
        assert "nothing more was applied" in str(failed.value)
        assert any(re.match(rf"waiting to read the schema, {who}.*; again in ", one) for one in said)
        assert rows(database, "SELECT to_regclass('other')") == [(None,)]
        deployed(database, migrations(tmp_path, with_part))
    assert history_of(database) == ["20260101000001"]


def test_what_goes_on_keeps_what_there_was_before_it_began(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    text = "CREATE TABLE a ();\nVACUUM;\nCREATE TABLE {} ();"
    with pytest.raises(MigrationError):
        deployed(database, migrations(tmp_path, text.format("a")))
    deployed(database, migrations(tmp_path, text.format("b")))
    kept = rows(database, "SELECT state, snapshot, error IS NULL FROM schemabot.migration_runs ORDER BY id")
    assert [one[::2] for one in kept] == [("failed", False), ("done", True)]
    assert kept[0][1] == kept[1][1] is not None
    assert rows(database, "SELECT count(*) FROM schemabot.snapshots") == [(1,)]
