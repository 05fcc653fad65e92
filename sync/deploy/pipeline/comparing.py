"""Compare: the live schemas are what their migrations make, or have drifted."""

from collections.abc import Callable

from sync.deploy.pipeline.differing import drifted_of
from sync.deploy.pipeline.drifting import drift_of
from sync.deploy.pipeline.problems import problem_of
from sync.deploy.pipeline.records import Compared, Drifted, Problem
from sync.deploy.pipeline.state import waiting_at
from sync.deploy.pipeline.target import Target
from sync.errors import SchemabotError
from sync.postgres.limits import Cancellation
from sync.shadow.scratch import Scratch
from sync.wording import counted, listed

Progress = Callable[[str], None]


def compare(
    target: Target,
    scratch: Scratch,
    *,
    progress: Progress = lambda _: None,
    cancellation: Cancellation | None = None,
) -> Compared:
    """Hold the environment, and the one before it, against the migrations that were applied to them.

    A database without a history is held against nothing: all that is in it has drifted.

    Args:
        target: Where to.
        scratch: Where the migrations are replayed.
        progress: Told what is being done.
        cancellation: What may end it before its time.

    Raises:
        ConnectError: A database cannot be reached, or it was cancelled.
    """
    found: list[Drifted] = []
    for place in target.places:
        try:
            if place is not target and (left := waiting_at(place).migrations):
                said = f"{counted(len(left), 'migration')} ({listed([one.label for one in left])})"
                return Compared(tuple(found), Problem(f"{place.name} lacks {said}", "deploy there first", place.name))
            found.append(drifted_of(drift_of(place, scratch, progress, cancellation)))
        except SchemabotError as error:
            return Compared(tuple(found), problem_of(error, place.name))
    return Compared(tuple(found))
