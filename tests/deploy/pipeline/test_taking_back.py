"""A rollback in phases: the way back is shown, approved, and taken once, whatever happens in between."""

import pytest

from sync.deploy import pipeline
from sync.deploy.pipeline import Proposal, Target, propose, take_back, verify, way_back
from sync.deploy.pipeline.testing import test as tried
from sync.shadow.scratch import Scratch
from tests.deploy.pipeline.support import NOTE, ORDERS, Stage
from tests.deploy.support import history_of
from tests.support.servers import execute, rows

BACK = "-- Why: for reports.\nCREATE VIEW totals AS SELECT 1 AS orders;\n\n-- rollback\n-- DROP VIEW totals;\n"


@pytest.fixture
def alone(stage: Stage, scratch: Scratch) -> Stage:
    """Production, which has three migrations: the last one says how it is taken back."""
    stage.write(ORDERS, NOTE, BACK)
    target = stage.target(is_alone=True)
    found = pipeline.apply(target, propose(target, tried(target, scratch)))
    assert found.problem is None
    return stage


def approved(target: Target, scratch: Scratch, to: str | None = None) -> Proposal:
    tested = way_back(target, scratch, to)
    assert tested.problem is None
    return propose(target, tested)


def versions(alone: Stage) -> list[str]:
    return [one for (one,) in rows(alone.production, "SELECT version FROM supabase_migrations.schema_migrations")]


def test_the_way_back_is_shown_and_taken(alone: Stage, scratch: Scratch) -> None:
    target = alone.target(is_alone=True, deployment="d2")
    before = versions(alone)

    tested = way_back(target, scratch, None)
    found = take_back(target, propose(target, tested), scratch)

    assert [one.version for one in tested.pending] == before[-1:]
    assert tested.back_to == before[-2]
    assert "DROP VIEW totals;" in tested.sql
    assert (found.problem, found.void, len(found.applied)) == (None, "", 1)
    assert versions(alone) == before[:-1]
    assert verify(target, scratch).is_equal


def test_what_is_computed_says_what_it_loses(alone: Stage, scratch: Scratch) -> None:
    target = alone.target(is_alone=True, deployment="d2")

    tested = way_back(target, scratch, "0")

    assert tested.back_to == "0"
    assert tested.dangers[0].hazard == "data-loss"
    assert take_back(target, propose(target, tested), scratch).problem is None
    assert versions(alone) == []
    assert rows(alone.production, "SELECT to_regclass('public.orders') IS NULL") == [(True,)]


def test_another_way_than_the_approved_one_is_not_taken(alone: Stage, scratch: Scratch) -> None:
    target = alone.target(is_alone=True, deployment="d2")
    proposal = approved(target, scratch)
    execute(alone.production, "CREATE INDEX byhand ON orders (id)")
    before = history_of(alone.production)

    found = take_back(target, proposal, scratch)

    assert found.void.startswith("production changed")
    assert found.applied == ()
    assert history_of(alone.production) == before


def test_once_more_takes_nothing_more_back(alone: Stage, scratch: Scratch) -> None:
    target = alone.target(is_alone=True, deployment="d2")
    before = versions(alone)
    proposal = approved(target, scratch)

    first = take_back(target, proposal, scratch)
    again = take_back(target, proposal, scratch)

    assert [one.label for one in again.applied] == [one.label for one in first.applied]
    assert versions(alone) == before[:-1]


def test_nothing_to_take_back_is_a_problem(stage: Stage, scratch: Scratch) -> None:
    stage.write(ORDERS)

    tested = way_back(stage.target(is_alone=True), scratch, None)

    assert tested.problem is not None
    assert "no migration that could be taken back" in tested.problem.message


def test_all_that_a_deployment_applied_is_taken_back(alone: Stage, scratch: Scratch) -> None:
    alone.write(ORDERS, NOTE, BACK, "-- Why: one.\nCREATE TABLE one ();\n", "-- Why: two.\nCREATE TABLE two ();\n")
    target = alone.target(is_alone=True, deployment="d2")
    before = versions(alone)
    assert pipeline.apply(target, propose(target, tried(target, scratch))).problem is None
    back = alone.target(is_alone=True, deployment="d3")

    tested = way_back(back, scratch, None, undoes="d2")
    nothing = way_back(back, scratch, None, undoes="d9")

    assert (tested.back_to, len(tested.pending)) == (before[-1], 2)
    assert nothing.problem is not None
    assert "nothing any more of what d9 applied" in nothing.problem.message
    assert take_back(back, propose(back, tested), scratch).problem is None
    assert versions(alone) == before


def test_what_reads_otherwise_than_it_runs_is_the_first_danger(alone: Stage, scratch: Scratch) -> None:
    down = alone.folder / "migrations" / "20260101000003_m3.down.sql"
    alone.write(ORDERS, NOTE, BACK.partition("\n-- rollback")[0])
    down.write_text("-- keeps it \u2066\nDROP VIEW totals;\n", encoding="utf-8")

    tested = way_back(alone.target(is_alone=True, deployment="d2"), scratch, None)

    assert (tested.dangers[0].hazard, tested.dangers[0].file) == ("misleading-text", down.name)
    assert "line 1 of 20260101000003_m3.down.sql has characters" in tested.dangers[0].said
