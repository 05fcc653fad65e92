"""Test: what is pending is tried on a copy of the live schema, once the environment before has it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from sync.deploy.pipeline.bringing_up import Made, bring_up
from sync.deploy.pipeline.on_copy import tried
from sync.deploy.pipeline.problems import problem_of
from sync.deploy.pipeline.records import Tested
from sync.deploy.pipeline.target import Target
from sync.errors import SchemabotError
from sync.postgres.limits import Cancellation
from sync.shadow.scratch import Scratch

Progress = Callable[[str], None]


def test(
    target: Target,
    scratch: Scratch,
    *,
    since: datetime | None = None,  # noqa: PT028 - it is no test of pytest's
    backed_up: Made = lambda _: None,  # noqa: PT028
    progress: Progress = lambda _: None,  # noqa: PT028
    cancellation: Cancellation | None = None,  # noqa: PT028
) -> Tested:
    """Have the environment before apply what it lacks, then try what is pending on a copy of this one.

    The copy has no rows: what files do to rows is not seen, nor how long it takes with them. To the environment itself
    nothing is written.

    Args:
        target: Where to.
        scratch: Where the copy is made.
        since: From when on a good backup of the environment before is taken for one of this deployment; by default from
            now on.
        backed_up: Told of each backup of an environment before, before something is applied there.
        progress: Told what is being done.
        cancellation: What may end it before its time, but not while something is being applied.

    Raises:
        BusyError: Somebody else deploys to the environment before.
        ConnectError: A database cannot be reached, or it was cancelled.
    """
    stop = cancellation or Cancellation()

    def tell(said: str) -> None:
        stop.check(target.name)
        progress(said)

    since = since or datetime.now(UTC)
    tested = bring_up(target, scratch, since, backed_up=backed_up, progress=progress, cancellation=stop)
    if tested.problem is not None:
        return tested
    try:
        return tried(target, tested, scratch, progress=tell, cancellation=stop)
    except SchemabotError as error:
        return replace(tested, problem=problem_of(error, target.name))
