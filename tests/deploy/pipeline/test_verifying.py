"""Verify: what is live is what the files make and what staging has, or it is said what differs and what mends it."""

import pytest

from sync.deploy import Repair, repair
from sync.deploy.pipeline import compare, verify
from sync.shadow.scratch import Scratch
from tests.deploy.pipeline.support import NOTE, ORDERS, Stage
from tests.deploy.pipeline.test_validating import applied
from tests.support.servers import execute

VIEW = "CREATE VIEW totals AS SELECT count(*) AS number FROM orders;"


@pytest.fixture
def both(stage: Stage) -> Stage:
    """Staging and production, which have the same files."""
    stage.write(ORDERS, NOTE, VIEW)
    for place in stage.target().places:
        applied(place)
    return stage


def test_the_mending_mends(both: Stage, scratch: Scratch) -> None:
    target = both.target()
    assert verify(target, scratch).equal_to == ("the files", "staging")
    execute(
        both.production,
        "CREATE OR REPLACE VIEW totals AS SELECT 7::bigint AS number;"
        "ALTER TABLE orders DROP note; GRANT ALL ON orders TO PUBLIC; CREATE TABLE byhand ();",
    )
    found = verify(target, scratch)
    assert not found.is_equal
    assert found.equal_to == ()
    assert found.drifted is not None
    assert {str(one) for one in found.drifted.differences} >= {
        "changed view public.totals",
        "removed column public.orders/note",
        "added table public.byhand",
    }
    assert {str(one) for one in found.between} == {str(one) for one in found.drifted.differences}
    assert "-- LOSES DATA: " in found.mending
    execute(both.production, found.mending)
    mended = verify(target, scratch)
    assert mended.is_equal
    assert mended.mending == ""
    assert mended.at is not None


def test_drift_that_was_accepted_is_passed_over(both: Stage, scratch: Scratch) -> None:
    target = both.target()
    execute(both.production, "CREATE TABLE byhand (id integer)")
    execute(both.staging, "CREATE INDEX tried ON orders (note)")
    accepted = compare(target, scratch).drift
    found = verify(target, scratch, accepted)
    assert found.is_equal
    assert (found.accepted, found.equal_to) == (2, ("the files", "staging"))
    execute(both.production, "CREATE TABLE more (id integer)")
    found = verify(target, scratch, accepted)
    assert not found.is_equal
    assert found.drifted is not None
    assert [str(one) for one in found.drifted.differences] == [
        "added table public.more",
        "added column public.more/id",
    ]
    assert "byhand" in found.mending
    assert found.mending.splitlines()[1] == "-- It takes back what was accepted as drift, too."


def test_staging_has_to_be_the_same(both: Stage, scratch: Scratch) -> None:
    execute(both.staging, "ALTER TABLE orders ADD tried text")
    found = verify(both.target(), scratch)
    assert not found.is_equal
    assert found.equal_to == ("the files",)
    assert [str(one) for one in found.between] == ["removed column public.orders/tried"]
    assert found.mending == ""


def test_what_cannot_be_told_is_a_problem(both: Stage, scratch: Scratch) -> None:
    both.write(ORDERS, "ALTER TABLE nowhere ADD note text;", VIEW)
    found = verify(both.target(), scratch)
    assert not found.is_equal
    assert found.problem is not None
    assert "edited: 20260101000002_m2.sql" in found.problem.message


def test_what_builds_on_accepted_drift_says_so_and_how_it_is_mended(both: Stage, scratch: Scratch) -> None:
    for database in (both.staging, both.production):
        execute(database, "ALTER TABLE orders ADD phone text")
    accepted = compare(both.target(), scratch).drift
    files = both.folder / "migrations"
    (files / "20260101000009_index.sql").write_text("CREATE INDEX orders_phone ON orders (phone);", encoding="utf-8")
    for place in both.target().places:
        applied(place)

    found = verify(both.target(), scratch, accepted)
    assert found.problem is not None
    assert "without what was accepted as drift (added column public.orders/phone)" in found.problem.message
    assert 'index.sql, line 1: column "phone" does not exist' in found.problem.message
    assert "schemabot repair production --applied VERSION" in found.problem.remedy

    (files / "20260101000005_phone.sql").write_text("ALTER TABLE orders ADD phone text;", encoding="utf-8")
    for place in both.target().places:
        repair(place.live, place.migrations, Repair(applied=("20260101000005",)), scratch, place.settings)
    assert verify(both.target(), scratch).equal_to == ("the files", "staging")
