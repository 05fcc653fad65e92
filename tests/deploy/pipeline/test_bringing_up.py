"""Before production gets something, staging does: with all that a deployment to staging itself would have regarded."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from sync.backup import State, backups, open_store
from sync.deploy import pipeline
from sync.deploy.session import LOCK
from sync.errors import ConnectError
from sync.postgres.limits import Cancellation
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from tests.deploy.pipeline.support import NOTE, ORDERS, Stage
from tests.deploy.support import history_of
from tests.support.servers import rows

WEEKEND = 'freeze = [{ from = "Fri 16:00", to = "Mon 08:00", zone = "Europe/Madrid", reason = "weekend" }]'
SATURDAY, MONDAY = datetime(2026, 11, 21, 12, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC)


def backed_up(stage: Stage) -> str:
    """The configuration of staging with backups of its own."""
    return f'backup = {{ to = "{(stage.folder / "of-staging").as_uri()}", keep = 1 }}'


def good(stage: Stage) -> list[str]:
    """The backups of staging."""
    store = open_store((stage.folder / "of-staging").as_uri())
    return [one.id for one in backups(store, "staging") if one.state is State.GOOD]


def test_nothing_is_applied_where_it_is_frozen(stage: Stage, scratch: Scratch) -> None:
    stage.write(ORDERS)
    target = stage.target(staging=WEEKEND)
    with time_machine.travel(SATURDAY):
        found = pipeline.test(target, scratch)
    assert found.problem is not None
    assert (found.problem.place, found.problem.message, found.problem.remedy) == (
        "staging",
        "staging lacks 20260101000001_m1.sql and is frozen until Mon 08:00 Europe/Madrid: weekend",
        "wait for its end, or deploy to staging first, then try this again",
    )
    assert rows(stage.staging, "SELECT to_regclass('orders')") == [(None,)]
    with time_machine.travel(MONDAY):
        assert pipeline.test(target, scratch).problem is None
    assert history_of(stage.staging) == ["20260101000001"]
    with time_machine.travel(SATURDAY):
        assert pipeline.test(target, scratch).problem is None, "nothing is lacking there any more"


def test_it_is_backed_up_before_something_is_applied(stage: Stage, scratch: Scratch) -> None:
    begun = datetime.now(UTC)
    stage.write(ORDERS)
    target = stage.target(deployment="d1", staging=backed_up(stage))
    found = pipeline.test(target, scratch, since=begun)
    (made,) = found.first_backups
    assert (made.environment, made.id) == ("staging", *good(stage))
    again = pipeline.test(target, scratch, since=begun)  # as after a crash
    assert again.first_backups == (made,)
    assert good(stage) == [made.id]
    later = pipeline.test(stage.target(deployment="d2", staging=backed_up(stage)), scratch)
    assert later.first_backups == (), "nothing was lacking"
    stage.write(ORDERS, NOTE)
    more = pipeline.test(
        stage.target(deployment="d3", staging=backed_up(stage)),
        scratch,
        since=datetime.now(UTC) + timedelta(seconds=2),
    )
    assert len(more.first_backups) == 1
    assert len(good(stage)) == 2, "old ones go when all was verified, and not before"


def test_nothing_is_applied_that_cannot_be_backed_up(stage: Stage, scratch: Scratch) -> None:
    stage.write(ORDERS)
    (stage.folder / "of-staging").write_text("a file", encoding="utf-8")
    found = pipeline.test(stage.target(staging=backed_up(stage)), scratch)
    assert found.problem is not None
    assert found.problem.place == "staging"
    assert found.problem.message.startswith("staging")
    assert rows(stage.staging, "SELECT to_regclass('orders')") == [(None,)]


def test_nothing_is_applied_that_fails_on_a_copy(stage: Stage, scratch: Scratch) -> None:
    stage.write(ORDERS, "DROP TABLE nowhere;")
    found = pipeline.test(stage.target(), scratch)
    assert found.problem is not None
    assert rows(stage.staging, "SELECT to_regclass('orders')") == [(None,)]


def test_who_waits_for_another_deployment_there_can_be_cancelled(stage: Stage, scratch: Scratch) -> None:
    stage.write(ORDERS)
    stop = Cancellation()
    with connect(stage.staging, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        started = time.monotonic()
        with pytest.raises(ConnectError, match="not asked to the end"):
            pipeline.test(
                stage.target(),
                scratch,
                progress=lambda said: stop.cancel() if "waiting for another" in said else None,
                cancellation=stop,
            )
        assert time.monotonic() - started < 30
    assert rows(stage.staging, "SELECT to_regclass('orders')") == [(None,)]
