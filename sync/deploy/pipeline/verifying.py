"""Verify: what is live is what the files make, and what the environment before has; else, what mends it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from sync.compare import Difference
from sync.deploy.pipeline.differing import differs, drifted_of
from sync.deploy.pipeline.drifting import drift_of
from sync.deploy.pipeline.problems import problem_of
from sync.deploy.pipeline.records import Differs, Drifted, Problem, Verified
from sync.deploy.pipeline.target import Target
from sync.diff import diff
from sync.drift import Drift
from sync.errors import BusyError, ConnectError, ReplayError, SchemabotError, one_line
from sync.migrations import SqlFile
from sync.migrations.recorded import recorded
from sync.plan.secrets import Variables
from sync.planning import Wanted, plan
from sync.planning.value import Plan, stream
from sync.shadow.deployer import deployer_of
from sync.shadow.scratch import Scratch
from sync.sources import expected_of
from sync.wording import listed

Progress = Callable[[str], None]

_FILES = "the files"


def verify(
    target: Target,
    scratch: Scratch,
    accepted: Sequence[Drifted] = (),
    *,
    progress: Progress = lambda _: None,
) -> Verified:
    """Hold the environment against what its migrations make, and against the environment before.

    That one is left out where people accepted that it has migrations which are not among the files.

    Args:
        target: What was deployed to.
        scratch: Where the migrations are replayed, and the mending is proven.
        accepted: Drift that people accepted: what they accepted is passed over, by its name.
        progress: Told what is being done.

    Raises:
        ConnectError: A database cannot be reached.
    """
    try:
        found = drift_of(target, scratch, progress)
        passed = _passed(found, accepted)
        drifted = drifted_of(found, passed)
        between, is_compared = _between(target, scratch, accepted, progress)
    except ReplayError as error:
        return Verified(problem=_not_replayed(target.name, error, accepted), at=datetime.now(UTC))
    except SchemabotError as error:
        return Verified(problem=problem_of(error, target.name), at=datetime.now(UTC))
    equal_to = () if drifted.differences else (_FILES,)
    if target.after is not None and is_compared and not between:
        equal_to = (*equal_to, target.after.name)
    return Verified(
        equal_to,
        drifted,
        between,
        _mending(target, found, scratch, progress, is_all=not passed) if drifted.differences else "",
        accepted=len(passed),
        at=datetime.now(UTC),
    )


def _not_replayed(name: str, error: ReplayError, accepted: Sequence[Drifted]) -> Problem:
    """Why the files cannot be replayed: one may build on what no file makes, and people accepted."""
    names = [str(one) for each in accepted if each.environment == name for one in each.differences]
    if not names:
        return problem_of(error, name)
    return Problem(
        f"what {name} should be cannot be told: the files were replayed without what was accepted as drift"
        f" ({listed(names)}), and {error.problem}",
        "if it builds on that, write that into a file with an earlier version, and tell the history that it is applied:"
        f" schemabot repair {name} --applied VERSION",
        name,
    )


def _passed(found: Drift, accepted: Sequence[Drifted]) -> tuple[Difference, ...]:
    """What differs still of what was accepted: the migrations may have changed it otherwise."""
    names = _names(one for one in accepted if one.environment == found.environment)
    return tuple(one for one in found.comparison.differences if (one.identity.kind.value, str(one.identity)) in names)


def _names(accepted: Iterable[Drifted]) -> frozenset[tuple[str, str]]:
    return frozenset((one.kind, one.identity) for each in accepted for one in each.differences)


def _between(
    target: Target, scratch: Scratch, accepted: Sequence[Drifted], progress: Progress
) -> tuple[tuple[Differs, ...], bool]:
    """What differs from the environment before, and whether that was asked."""
    before = target.after
    if before is None or _has_others(before):
        return (), False
    progress(f"comparing with {before.name}")
    found = diff(before.live, target.live, scratch, progress=progress)
    passed = _names(accepted)
    told = (one for one in differs(found.differences) if (one.kind, one.identity) not in passed)
    return tuple(told), True


def _has_others(place: Target) -> bool:
    """Whether an environment has migrations that are not among the files."""
    there, _ = recorded(place.live.database, place.name)
    return not {one.version for one in there} <= {one.version for one in place.migrations}


def _mending(target: Target, found: Drift, scratch: Scratch, progress: Progress, *, is_all: bool) -> str:
    """SQL that makes a live schema as its migrations make it, proven on a copy; empty where there is none."""
    progress("looking for what mends it")
    files: tuple[SqlFile, ...] = found.holding.files
    wanted = Wanted(deployer=deployer_of(target.live.database).role)
    try:
        mending = plan(target.live, expected_of(files, target.live), scratch, wanted, progress=progress)
    except (ConnectError, BusyError):
        raise
    except SchemabotError:
        return ""
    return "".join(_script(target.name, mending, is_all=is_all)) if mending.batches else ""


def _script(name: str, mending: Plan, *, is_all: bool) -> Iterator[str]:
    yield f"-- Makes {name} as its migrations make it. Proven on a copy of its schema.\n"
    if not is_all:
        yield "-- It takes back what was accepted as drift, too.\n"
    yield from (f"-- LOSES DATA: {one_line(one)}\n" for one in mending.lost)
    variables = Variables((one.sql, one.subject) for batch in mending.batches for one in batch.statements)
    yield from variables.head()
    for sql, statement in stream(mending.batches):
        yield from [f"{sql};\n"] if statement is None else variables.script(sql)
