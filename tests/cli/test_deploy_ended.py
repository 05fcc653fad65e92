"""Deployers that people, or the machine, end while they wait: nothing goes on behind them, and the next one heals."""

import os
import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from sync.postgres.session import connect
from tests.cli.command import Command
from tests.deploy.support import deployed, migrations
from tests.support.servers import Databases, rows

CONFIGURATION = """[project]
name = "acme"
[migrations]
path = "migrations"
[environments.staging]
database = "env:STAGING_URL"
"""
DEPLOYING = """SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'schemabot deploy%'"""
WAITING = f"{DEPLOYING} AND wait_event_type = 'Lock'"
IS_VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = 't_id'::regclass"


def until(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    for _ in range(1_000):
        if condition():
            return
        time.sleep(0.02)
    pytest.fail("it is never so")


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_who_goes_away_while_waiting_leaves_nobody_behind(
    databases: Databases, schemabot: Command, sent: signal.Signals, status: int
) -> None:
    database = databases.fresh("CREATE TABLE t (id integer)")
    (schemabot.folder / "schemabot.toml").write_text(CONFIGURATION, encoding="utf-8")
    files = migrations(schemabot.folder / "migrations", "CREATE INDEX CONCURRENTLY t_id ON t (id);")
    with connect(database) as other:
        other.execute("INSERT INTO t VALUES (1)")
        with subprocess.Popen(
            [*schemabot.words, "deploy", "staging", "--yes", "--accept", "drift"],
            cwd=schemabot.folder,
            env=schemabot.environment({"STAGING_URL": database.url}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as process:
            until(lambda: rows(database, WAITING))
            os.kill(process.pid, sent)
            assert process.wait(30) == status
            assert process.stderr is not None
            said = process.stderr.read().decode()
        assert "Traceback" not in said
        left = (
            "staging: interrupted: 20260101000001_m1.sql is applied to step 0 of 1, and step 1 was begun; deploy again"
        )
        assert (left in said) is (sent is signal.SIGINT)
        until(lambda: not rows(database, DEPLOYING))  # though the transaction that was waited for is not over
        other.rollback()
    assert rows(database, IS_VALID) == [(False,)]
    ended = ("failed", "interrupted") if sent is signal.SIGINT else ("running", None)
    assert rows(database, "SELECT state, error FROM schemabot.migration_runs") == [ended]
    deployed(database, files)
    assert rows(database, IS_VALID) == [(True,)]
