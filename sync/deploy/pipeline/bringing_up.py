"""Environments that come before another one get what they lack, with what their own deployments would have done.

Nothing is applied while one is frozen that lacks something. What an environment lacks is tried on a copy of it, and a
backup is made where one is configured; then it is applied.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sync.deploy.deploying import deploy
from sync.deploy.freezing import frozen_at
from sync.deploy.pipeline.backing_up import backup
from sync.deploy.pipeline.on_copy import tried
from sync.deploy.pipeline.problems import problem_of
from sync.deploy.pipeline.records import BackedUp, Problem, Tested
from sync.deploy.pipeline.state import applied_for, waiting_at
from sync.deploy.pipeline.target import Target
from sync.deploy.session import Connection
from sync.errors import SchemabotError
from sync.migrations.migration import Migration
from sync.migrations.recorded import recorded
from sync.postgres.limits import Cancellation
from sync.shadow.scratch import Scratch
from sync.wording import listed

Progress = Callable[[str], None]
Made = Callable[[BackedUp], None]


def bring_up(
    target: Target,
    scratch: Scratch,
    since: datetime,
    *,
    backed_up: Made,
    progress: Progress,
    cancellation: Cancellation,
) -> Tested:
    """Apply what is lacking to the environments before one, the first of them first.

    Args:
        target: The one that they come before.
        scratch: Where it is tried before.
        since: From when on a good backup is taken for one of this deployment.
        backed_up: Told of each backup, before something is applied.
        progress: Told what is being done.
        cancellation: What may end it before its time, but not while something is being applied.

    Returns:
        What was applied to the last of them, also before a crash; which backups were made; what is wrong.

    Raises:
        BusyError: Somebody else deploys there.
        ConnectError: A database cannot be reached, or it was cancelled.
    """
    before = tuple(_before(target))
    tested = Tested()
    for place in before:
        problem = _frozen(place)
        if problem is not None:
            return replace(tested, problem=problem)
    for place in before:
        found = _Bringing(place, scratch, backed_up, progress, cancellation).up(since)
        tested = replace(found, first_backups=(*tested.first_backups, *found.first_backups))
        if tested.problem is not None:
            break
    return tested


def _before(target: Target) -> Iterator[Target]:
    if target.after is not None:
        yield from _before(target.after)
        yield target.after


def _frozen(place: Target) -> Problem | None:
    """Why nothing can be applied to an environment that lacks something."""
    frozen = frozen_at(place.environment.freeze, datetime.now(UTC))
    if frozen is None:
        return None
    try:
        lacking = waiting_at(place).migrations
    except SchemabotError as error:
        return _named(problem_of(error, place.name))
    if not lacking:
        return None
    names = listed([one.label for one in lacking])
    return Problem(
        f"{place.name} lacks {names} and is {frozen}",
        f"wait for its end, or deploy to {place.name} first, then try this again",
        place.name,
    )


class _Bringing:
    """One environment that gets what it lacks."""

    def __init__(
        self, place: Target, scratch: Scratch, backed_up: Made, progress: Progress, cancellation: Cancellation
    ) -> None:
        self._place, self._scratch, self._cancellation = place, scratch, cancellation
        self._backed_up, self._progress = backed_up, progress
        self._is_applying = False
        self._applied: list[str] = []
        self._backups: tuple[BackedUp, ...] = ()

    def up(self, since: datetime) -> Tested:
        """Apply what it lacks. What this deployment did there before is told, too."""
        started = time.monotonic()
        try:
            problem = self._problem(since)
        except SchemabotError as error:
            problem = _named(problem_of(error, self._place.name))
        return Tested(tuple(self._applied), time.monotonic() - started, problem=problem, first_backups=self._backups)

    def _problem(self, since: datetime) -> Problem | None:
        """Do it; what keeps it from being done."""
        place, stop = self._place, self._cancellation
        _, done = recorded(place.live.database, place.name, stop)
        self._applied += [one.label for one in applied_for(place.settings.deployment, place.migrations, done)]
        if waiting_at(place).steps:
            problem = tried(place, Tested(), self._scratch, progress=self._tell, cancellation=stop).problem
            if problem is not None:
                return problem
        elif not self._applied:
            return None
        made = backup(place, since=since, progress=lambda said: self._tell(f"{place.name}: {said}"))
        if made.problem is not None:
            return _named(made.problem)
        if made.id:
            self._backups = (made,)
            self._backed_up(made)
        self._apply()
        return None

    def _apply(self) -> None:
        place = self._place
        deploy(
            place.live.database,
            place.migrations,
            place.settings,
            label=place.name,
            profile=place.profile,
            ready=self._begin,
            watch=lambda doing: self._progress(f"{place.name}: {doing.migration}: {doing.number} of {doing.of}"),
            done=lambda one: self._applied.append(one.label),
            progress=lambda said: self._tell(f"{place.name}: {said}"),
        )

    def _begin(self, _connection: Connection, _pending: Sequence[Migration]) -> None:
        self._cancellation.check(self._place.name)
        self._is_applying = True

    def _tell(self, said: str) -> None:
        """Tell it; as long as nothing is being applied, this is also where somebody may have cancelled it."""
        if not self._is_applying:
            self._cancellation.check(self._place.name)
        self._progress(said)


def _named(problem: Problem) -> Problem:
    """A problem whose message names the environment, which is another one than people deploy to."""
    if problem.place in (word.strip(",:;") for word in problem.message.split()):
        return problem
    return replace(problem, message=f"{problem.place}: {problem.message}")
