"""A comparison that is given up leaves no connection behind."""

import time

import psycopg
import pytest

from sync.diff import diff
from sync.errors import ConnectError
from sync.postgres.database import Database
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support.servers import Databases

NOWHERE = Database.parse("postgresql://nobody@127.0.0.1:1/nothing")


def readers(session: psycopg.Connection[tuple[int]]) -> int:
    """How many sessions of ours there are in the database."""
    session.execute("SELECT pg_stat_clear_snapshot()")
    found = session.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'schemabot' AND datname = current_database()"
    ).fetchone()
    assert found is not None
    return found[0]


def test_the_other_side_is_cancelled_when_one_cannot_be_read(databases: Databases) -> None:
    held_up = databases.fresh("CREATE TABLE t (a int)")
    with psycopg.connect(held_up.url, autocommit=True) as session, Scratch(databases.server) as scratch:
        session.execute("BEGIN; LOCK TABLE pg_catalog.pg_policy IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(ConnectError, match="cannot connect to nobody@"):
            diff(LiveSource("gone", NOWHERE, None), LiveSource("held up", held_up, None), scratch)
        deadline = time.monotonic() + 10
        while readers(session) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert readers(session) == 0
        session.execute("COMMIT")
