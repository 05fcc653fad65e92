"""Snapshots of the schema before migrations: kept where the way back may need them, and nowhere else."""

from pathlib import Path

import pytest

from sync.catalog import script
from sync.errors import MigrationError
from sync.postgres.session import connect
from tests.deploy.support import deployed, history_of, migrations
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


def test_a_table_that_is_locked_is_not_waited_for_without_end(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(script._SETTINGS, "lock_timeout", "200ms")  # noqa: SLF001 - nobody wants to wait for 30 s
    database = databases.fresh(TABLE + VIEW)
    plain, with_part = "CREATE TABLE other ();", "CREATE TABLE other ();\n-- rollback\n-- DROP TABLE other;\n"
    with connect(database) as other:
        other.execute("LOCK t IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(
            MigrationError, match=r"schema of staging cannot be kept .*.*m1.sql, as somebody has locked a"
        ):
            deployed(database, migrations(tmp_path, plain))
        assert rows(database, "SELECT to_regclass('other')") == [(None,)]
        deployed(database, migrations(tmp_path, with_part))
    assert history_of(database) == ["20260101000001"]
