"""Deploy: only what was approved is applied, only on what it was approved for, and once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sync.deploy import pipeline
from sync.deploy.pipeline import Proposal, Target, apply, propose
from sync.errors import BusyError, ConnectError
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from tests.deploy.pipeline.support import NOTE, ORDERS, Stage
from tests.deploy.pipeline.test_validating import applied
from tests.deploy.support import history_of
from tests.support.servers import execute, rows

FAILS = "-- Why: to fail.\nALTER TABLE orders ADD CHECK (id > 0);\n"  # where there is a row that is not


@pytest.fixture
def alone(stage: Stage) -> Stage:
    """Production, which has orders already."""
    stage.write(ORDERS)
    applied(stage.target(is_alone=True))
    stage.write(ORDERS, NOTE)
    return stage


def approved(target: Target, scratch: Scratch) -> Proposal:
    """What people agreed to."""
    return propose(target, pipeline.test(target, scratch))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("CREATE INDEX byhand ON orders (id)", "production changed: its schema or its history"),
        ("DROP TABLE orders", "production changed: its schema or its history"),
        ("GRANT SELECT ON orders TO PUBLIC", "production changed: its schema or its history"),
        (
            "INSERT INTO supabase_migrations.schema_migrations (version, name) VALUES ('20250101000000', 'x')",
            "production has migrations that are not among the files",
        ),
        (
            "INSERT INTO supabase_migrations.schema_migrations (version, name) VALUES ('20260101000002', 'm2')",
            "production changed: it lacks other migrations",
        ),
    ],
)
def test_nothing_is_applied_where_something_changed(alone: Stage, scratch: Scratch, changed: str, said: str) -> None:
    target = alone.target(is_alone=True, deployment="d1")
    proposal = approved(target, scratch)
    execute(alone.production, changed)
    before = history_of(alone.production)
    found = apply(target, proposal)
    assert found.applied == ()
    assert said in (found.problem.message if found.problem else found.void)
    assert history_of(alone.production) == before


def test_another_commit_is_not_what_was_approved(alone: Stage, scratch: Scratch) -> None:
    proposal = approved(alone.target(is_alone=True), scratch)
    found = apply(alone.target(is_alone=True, commit="b" * 40), proposal)
    assert found.void == "another commit was approved: aaaaaaa, not bbbbbbb"
    alone.write(ORDERS, NOTE.replace("note", "notes"))
    assert "lacks other migrations" in apply(alone.target(is_alone=True), proposal).void
    assert history_of(alone.production) == ["20260101000001"]


def test_rows_that_come_meanwhile_are_no_change(alone: Stage, scratch: Scratch) -> None:
    target = alone.target(is_alone=True)
    proposal = approved(target, scratch)
    execute(alone.production, "INSERT INTO orders VALUES (3); ANALYZE orders")
    found = apply(target, proposal)
    assert (found.void, found.problem) == ("", None)


def test_what_has_begun_goes_on_and_is_told_as_a_whole(alone: Stage, scratch: Scratch) -> None:
    execute(alone.production, "INSERT INTO orders VALUES (-1)")
    alone.write(ORDERS, NOTE, FAILS)
    target = alone.target(is_alone=True, deployment="d1")
    proposal = approved(target, scratch)
    failed = apply(target, proposal)
    assert [one.label for one in failed.applied] == ["20260101000002_m2.sql"]
    assert failed.problem is not None
    assert failed.problem.message == (
        '20260101000003_m3.sql, line 2: check constraint "orders_id_check" of relation "orders" is violated by some row'
    )
    assert failed.problem.remedy == "nothing of the file was applied; 1 migration before it stays applied"
    execute(alone.production, "DELETE FROM orders WHERE id < 0")
    # Another one may not go on with it.
    assert apply(alone.target(is_alone=True, deployment="d2"), proposal).void.startswith("production changed: it lacks")
    done = apply(target, proposal)
    assert (done.problem, done.void) == (None, "")
    assert [one.label for one in done.applied] == ["20260101000002_m2.sql", "20260101000003_m3.sql"]
    # Who was killed before telling anybody finds all of it.
    again = apply(target, proposal)
    assert [one.label for one in again.applied] == [one.label for one in done.applied]
    assert len(rows(alone.production, "SELECT FROM supabase_migrations.schema_migrations")) == 3


def test_only_what_was_approved_goes_on(alone: Stage, scratch: Scratch) -> None:
    target = alone.target(is_alone=True, deployment="d1")
    proposal = approved(target, scratch)
    assert apply(target, proposal).problem is None
    alone.write(ORDERS, NOTE, "CREATE TABLE more ();")
    assert (
        "other migrations than those that were approved"
        in apply(alone.target(is_alone=True, deployment="d1"), proposal).void
    )


def test_who_is_in_the_way_is_waited_for_by_the_caller(alone: Stage, scratch: Scratch) -> None:
    target = alone.target(is_alone=True)
    proposal = approved(target, scratch)
    impatient = replace(target, settings=replace(target.settings, wait=timedelta()))
    with connect(alone.production, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(724362268)")
        with pytest.raises(BusyError):
            apply(impatient, proposal)
    assert apply(target, proposal).problem is None


def test_a_connection_that_is_lost_is_tried_again_by_the_caller(alone: Stage) -> None:
    cut = "SELECT pg_terminate_backend(pg_backend_pid());"
    alone.write(ORDERS, NOTE, f"DO $$ BEGIN IF EXISTS (SELECT FROM orders) THEN PERFORM 1; END IF; END $$; {cut}")
    target = alone.target(is_alone=True, deployment="d1")
    with pytest.raises(ConnectError, match="was lost"):
        apply(target, None)
    assert history_of(alone.production) == ["20260101000001", "20260101000002"]
