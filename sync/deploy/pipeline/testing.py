"""Test: what is pending is tried on a copy of the live schema, once the environment before has it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from sync.catalog import Scope, read, read_catalog
from sync.compare import Change, compare
from sync.deploy.deploying import Waiting, deploy, lacking
from sync.deploy.dry import judged
from sync.deploy.pipeline.copying import copied
from sync.deploy.pipeline.dangers import dangers_of
from sync.deploy.pipeline.hiding import hidden
from sync.deploy.pipeline.problems import problem_of
from sync.deploy.pipeline.records import Changed, Problem, Tested
from sync.deploy.pipeline.rehearsing import rehearse
from sync.deploy.pipeline.state import applied_for, live_digest, pending_of, schema_digest
from sync.deploy.pipeline.target import Target
from sync.errors import BusyError, SchemabotError, SourceError
from sync.migrations.history import Applied, Run
from sync.migrations.recorded import recorded
from sync.model import Catalog, Kind
from sync.postgres.database import Database
from sync.shadow.scratch import Scratch

Progress = Callable[[str], None]
Recorded = tuple[tuple[Applied, ...], tuple[Run, ...]]

_ATTEMPTS = 3


def test(
    target: Target,
    scratch: Scratch,
    *,
    progress: Progress = lambda _: None,  # noqa: PT028 - it is no test of pytest's
) -> Tested:
    """Have the environment before apply what it lacks, then try what is pending on a copy of this one.

    The copy has no rows: what files do to rows is not seen, nor how long it takes with them. To the environment itself
    nothing is written.

    Args:
        target: Where to.
        scratch: Where the copy is made.
        progress: Told what is being done.

    Raises:
        BusyError: Somebody else deploys to the environment before.
        ConnectError: A database cannot be reached.
    """
    tested = Tested()
    if target.after is not None:
        tested = _bring_up(target.after, progress)
        if tested.problem is not None:
            return tested
    try:
        return _tried(target, tested, scratch, progress)
    except BusyError:
        raise
    except SchemabotError as error:
        return replace(tested, problem=problem_of(error, target.name))


def _bring_up(place: Target, progress: Progress) -> Tested:
    """Apply to an environment what it lacks, after those before it. What this deployment did there before is told."""
    if place.after is not None:
        before = _bring_up(place.after, progress)
        if before.problem is not None:
            return before
    started = time.monotonic()
    applied: list[str] = []
    problem: Problem | None = None
    try:
        _, done = recorded(place.live.database, place.name)
        applied += [one.label for one in applied_for(place.settings.deployment, place.migrations, done)]
        deploy(
            place.live.database,
            place.migrations,
            place.settings,
            label=place.name,
            profile=place.profile,
            watch=lambda doing: progress(f"{place.name}: {doing.migration}: {doing.number} of {doing.of}"),
            done=lambda one: applied.append(one.label),
            progress=lambda said: progress(f"{place.name}: {said}"),
        )
    except SchemabotError as error:
        problem = problem_of(error, place.name)
        problem = replace(problem, message=f"{place.name}: {problem.message}")
    return Tested(first=tuple(applied), first_seconds=time.monotonic() - started, problem=problem)


def _tried(target: Target, tested: Tested, scratch: Scratch, progress: Progress) -> Tested:
    """Try it on what was read at one time: somebody else may apply migrations meanwhile."""
    for _ in range(_ATTEMPTS):
        before = recorded(target.live.database, target.name)
        found = _tried_once(target, tested, scratch, before, progress)
        if recorded(target.live.database, target.name) == before:
            return found
    raise BusyError(f"{target.name} changes all the time", "try again when nobody else deploys there")


def _tried_once(target: Target, tested: Tested, scratch: Scratch, history: Recorded, progress: Progress) -> Tested:
    database = target.live.database
    there, done = history
    found = lacking(target.migrations, there, done, target.settings.accepted, target.name)
    progress(f"{target.name}: reading the schema")
    live = live_digest(target.live, there, done)
    tested = replace(tested, live=live, pending=pending_of(found.migrations))
    if not found.steps:
        return tested
    catalog = read_catalog(database, Scope(dependencies=True), target.name)
    left = {one.version: one for one in found.half}
    dry = [
        replace(one, left=left.get(one.migration.version)) for one in judged(database, found.steps, progress, catalog)
    ]
    tested = replace(tested, dangers=dangers_of(dry), sql=_sql(found))
    try:
        return _on_copy(target, tested, catalog, found, scratch, progress=progress)
    except SourceError as error:  # the copy cannot be made, which says nothing of the files
        return replace(tested, unsure=error.problem)


def _on_copy(
    target: Target, tested: Tested, catalog: Catalog, found: Waiting, scratch: Scratch, *, progress: Progress
) -> Tested:
    with copied(target, catalog, found, scratch, progress) as copy:
        before = _read(target, copy.database)
        shown = rehearse(target, found, copy, progress)
        tested = replace(
            tested,
            statements=shown.statements,
            seconds=shown.seconds,
            unsure=shown.unsure,
            problem=shown.problem,
        )
        if shown.unsure or shown.problem is not None:
            return tested
        progress(f"{target.name}: reading what came out")
        after = _read(target, copy.database)
    return replace(tested, changes=tuple(_changes(before, after)), expected=schema_digest(after))


def _read(target: Target, copy: Database) -> Catalog:
    return read(copy, Scope(target.profile, patterns=target.live.patterns), target.name).catalog()


def _changes(before: Catalog, after: Catalog) -> Iterator[Changed]:
    """What came, went and changed, in the order in which people read kinds."""
    found = [one for one in compare(before, after) if not one.cosmetic]
    for kind in Kind:
        of_kind = [one.change for one in found if one.identity.kind is kind]
        if of_kind:
            yield Changed(kind.value, *(of_kind.count(one) for one in (Change.ADDED, Change.REMOVED, Change.CHANGED)))


def _sql(found: Waiting) -> str:
    """The files, each under its name."""
    return "\n".join(f"-- {one.label}\n{hidden(one.file.text).rstrip()}\n" for one in found.migrations)
