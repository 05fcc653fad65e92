"""What pending migrations endanger and hold up, in words with sizes; and where they are not what they seem."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from sync.deploy.dry import DryMigration, Judged
from sync.deploy.pipeline.misleading import code, misleading
from sync.deploy.pipeline.records import Danger
from sync.errors import SourceError, one_line
from sync.migrations import SqlFile
from sync.model.size import Size
from sync.plan.effects.effect import Effect, HazardKind
from sync.plan.effects.sizes import shown
from sync.wording import listed

_HEAVY = 1_000  # more than any size weighs
_KINDS = tuple(HazardKind)

MISLEADING = "misleading-text"
"""The class of what reads otherwise than it runs, which comes before all that depends on reading."""


def dangers_of(judged: Iterable[DryMigration]) -> tuple[Danger, ...]:
    """All of them, the worst first; of steps that are done already none."""
    judged = tuple(judged)
    files = {file.name: file for one in judged for file in (one.migration.file, one.migration.down) if file is not None}
    found = [danger for file in files.values() for danger in _of_text(file)]
    found += [
        danger
        for one in judged
        for step in one.steps[one.left.steps_done if one.left else 0 :]
        for each in step.statements
        for danger in _of_statement(each, one.migration.label)
    ]
    return tuple(sorted(found, key=lambda one: -one.weight))


def _of_text(file: SqlFile) -> Iterator[Danger]:
    """That a file has characters by which it reads otherwise than it runs."""
    found: tuple[tuple[int, str], ...] = ()
    with suppress(SourceError):  # what is run can be read
        found = tuple(misleading(file.text))
    if found:
        lines, codes = (tuple(dict.fromkeys(each)) for each in zip(*found, strict=True))
        where = f"{'line' if len(lines) == 1 else 'lines'} {listed([str(one) for one in lines])} of {file.name}"
        said = (
            f"{where} {'has' if len(lines) == 1 else 'have'} characters that reverse the reading direction or that"
            f" nobody sees: {listed([code(one) for one in codes])}; what you read may not be what runs"
        )
        yield Danger(MISLEADING, one_line(said), file.name, lines[0], (len(_KINDS) + 1) * _HEAVY)


def _of_statement(one: Judged, label: str) -> Iterator[Danger]:
    waits = _waits(one.effect)
    line = one.statement.line
    for hazard in one.effect.hazards:
        weight = (len(_KINDS) - _KINDS.index(hazard.kind)) * _HEAVY + _weight(hazard.size)
        yield Danger(hazard.kind.value, one_line(hazard.text) + (f"; {waits}" if waits else ""), label, line, weight)
    if one.effect.hazards:
        return
    for lock in one.effect.locks:
        if lock.mode.waiting:
            size = f" ({shown(lock.size)})" if lock.size else ""
            said = f"{lock.mode} lock on {one_line(str(lock.relation))}{size}: {lock.mode.waiting}"
            yield Danger("", said, label, line, lock.mode.value * 100 + _weight(lock.size))


def _waits(effect: Effect) -> str:
    """Who waits meanwhile, and for what, in the words of the strongest lock."""
    for lock in effect.locks:
        if lock.mode.waiting:
            return f"{lock.mode.waiting} for {one_line(str(lock.relation))}"
    return ""


def _weight(size: Size | None) -> int:
    """Of two alike the larger one weighs more."""
    return size.bytes.bit_length() if size else 0
