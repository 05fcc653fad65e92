"""Compare: drift on either environment is found, named, and has a digest of its own."""

from sync.deploy.pipeline import compare
from sync.shadow.scratch import Scratch
from tests.deploy.pipeline.support import NOTE, ORDERS, Stage
from tests.deploy.pipeline.test_validating import applied
from tests.support.servers import execute


def test_drift_is_found_on_both(stage: Stage, scratch: Scratch) -> None:
    stage.write(ORDERS)
    target = stage.target()
    for place in target.places:
        applied(place)
    assert [one.differences for one in compare(target, scratch).environments] == [(), ()]
    execute(stage.staging, "ALTER TABLE orders ADD byhand text")
    execute(stage.production, "CREATE INDEX byhand ON orders (id)")
    found = compare(target, scratch)
    assert found.problem is None
    assert [(one.environment, [str(each) for each in one.differences]) for one in found.drift] == [
        ("staging", ["added column public.orders/byhand"]),
        ("production", ["added index public.orders/byhand"]),
    ]
    staging, production = found.drift
    assert "+ column public.orders/byhand\n    + type: text\n" in staging.detail
    assert "CREATE INDEX byhand ON public.orders USING btree (id)" in production.detail
    assert [one.digest for one in compare(target, scratch).drift] == [staging.digest, production.digest]
    execute(stage.staging, "ALTER TABLE orders ALTER byhand TYPE varchar")
    assert compare(target, scratch).drift[0].digest != staging.digest


def test_what_is_pending_is_no_drift_but_has_to_be_there_before(stage: Stage, scratch: Scratch) -> None:
    stage.write(ORDERS)
    target = stage.target()
    for place in target.places:
        applied(place)
    stage.write(ORDERS, NOTE)
    target = stage.target()
    problem = compare(target, scratch).problem
    assert problem is not None
    assert (problem.place, problem.message) == ("staging", "staging lacks 1 migration (20260101000002_m2.sql)")
    applied(stage.target("staging"))
    found = compare(target, scratch)
    assert (found.problem, found.drift) == (None, ())


def test_what_stood_there_before_any_migration_has_drifted(stage: Stage, scratch: Scratch) -> None:
    execute(stage.production, "CREATE TABLE old (id integer)")
    stage.write("ALTER TABLE old ADD note text;")
    (found,) = compare(stage.target(is_alone=True), scratch).drift
    assert [str(one) for one in found.differences] == ["added table public.old", "added column public.old/id"]
