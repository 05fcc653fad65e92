"""What is pending is judged by what is live, and tried on a copy of the live schema."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sync.catalog import Scope, read, read_catalog
from sync.compare import Change, compare
from sync.deploy.deploying import Waiting, lacking
from sync.deploy.dry import judged
from sync.deploy.pipeline.copying import copied
from sync.deploy.pipeline.dangers import dangers_of
from sync.deploy.pipeline.hiding import hidden
from sync.deploy.pipeline.records import Changed, Tested
from sync.deploy.pipeline.rehearsing import rehearse
from sync.deploy.pipeline.state import live_digest, pending_of, schema_digest
from sync.deploy.pipeline.target import Target
from sync.errors import BusyError, SourceError
from sync.migrations.history import Applied, Run
from sync.migrations.recorded import recorded
from sync.model import Catalog, Kind
from sync.postgres.database import Database
from sync.postgres.limits import Cancellation
from sync.shadow.scratch import Scratch

Progress = Callable[[str], None]
Recorded = tuple[tuple[Applied, ...], tuple[Run, ...]]

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class _Means:
    """What it is tried with."""

    scratch: Scratch
    progress: Progress
    cancellation: Cancellation | None


def tried(
    target: Target,
    tested: Tested,
    scratch: Scratch,
    *,
    progress: Progress = lambda _: None,
    cancellation: Cancellation | None = None,
) -> Tested:
    """Judge what an environment lacks, and try it on a copy of what was read there at one time.

    Args:
        target: The environment.
        tested: What was found before.
        scratch: Where the copy is made.
        progress: Told what is being done.
        cancellation: What may end it before its time.

    Returns:
        The same, with what is found.

    Raises:
        BusyError: Somebody else deploys there all the time.
        ConnectError: The database cannot be reached, or it was cancelled.
        SchemabotError: It cannot be told.
    """
    for _ in range(_ATTEMPTS):
        before = recorded(target.live.database, target.name, cancellation)
        found = _tried(target, tested, before, _Means(scratch, progress, cancellation))
        if recorded(target.live.database, target.name) == before:
            return found
    raise BusyError(f"{target.name} changes all the time", "try again when nobody else deploys there")


def _tried(target: Target, tested: Tested, history: Recorded, means: _Means) -> Tested:
    database, progress = target.live.database, means.progress
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
        return _on_copy(target, tested, catalog, found, means)
    except SourceError as error:  # the copy cannot be made, which says nothing of the files
        return replace(tested, unsure=error.problem)


def _on_copy(target: Target, tested: Tested, catalog: Catalog, found: Waiting, means: _Means) -> Tested:
    progress, cancellation = means.progress, means.cancellation
    with copied(target, catalog, found, means.scratch, progress=progress, cancellation=cancellation) as copy:
        before = _read(target, copy.database)
        shown = rehearse(target, found, copy, progress=progress, cancellation=cancellation)
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
