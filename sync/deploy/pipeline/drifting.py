"""Drift of an environment, as far as it matters to a deployment: what goes on where it was left has not drifted."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from sync.deploy.pipeline.state import applied_files
from sync.deploy.pipeline.target import Target
from sync.deploy.steps import Step, is_continued, steps
from sync.diff import diff
from sync.drift import Drift, drift
from sync.errors import ReplayError
from sync.migrations import SqlFile
from sync.migrations.history import Did
from sync.migrations.recorded import recorded
from sync.migrations.standing import half_way
from sync.postgres.limits import Cancellation
from sync.shadow.scratch import Scratch
from sync.sources import expected_of

Progress = Callable[[str], None]


def drift_of(place: Target, scratch: Scratch, progress: Progress, cancellation: Cancellation | None = None) -> Drift:
    """How an environment differs from what was applied to it, with the steps that are done of what is half applied.

    A database without a history is held against nothing: all that is in it has drifted.

    Raises:
        ConnectError: It cannot be reached.
        SchemabotError: It cannot be told.
    """
    found = drift(place.live, applied_files(place), scratch, progress=progress, cancellation=cancellation)
    if not found.is_there or not found.holding.unfinished:
        return found
    parts = tuple(_parts(place))
    if not parts:
        return found
    files = sorted((*found.holding.files, *parts), key=lambda one: one.name)
    try:
        compared = diff(
            expected_of(files, place.live), place.live, scratch, progress=progress, cancellation=cancellation
        )
    except ReplayError:  # a part may need what nobody wrote down; the drift says it all
        return found
    diagnostics = (*found.comparison.diagnostics, *compared.diagnostics)
    return replace(found, comparison=replace(compared, diagnostics=tuple(dict.fromkeys(diagnostics))))


def _parts(place: Target) -> Iterator[SqlFile]:
    """What is half applied, and can go on, as files of what is done of it."""
    files = {one.version: one for one in place.migrations}
    for half in half_way(*recorded(place.live.database, place.name)):
        migration = files.get(half.version)
        if migration is None or half.action is not Did.APPLY:
            continue
        found = steps(migration)
        if is_continued(found, half):
            yield SqlFile(Path(migration.label), _text(found[: half.steps_done]).encode())


def _text(done: tuple[Step, ...]) -> str:
    return "".join(f"{one.sql}\n;\n" for step in done for one in step.statements)
