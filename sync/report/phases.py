"""What the phases of a deployment find, in lines for people."""

from collections import Counter
from collections.abc import Iterator

from sync.deploy.pipeline import BackedUp, Changed, Compared, Drifted, Tested, Validated, Verified
from sync.errors import one_line, visible
from sync.migrations.checks import Severity
from sync.model import Kind
from sync.model.size import readable
from sync.wording import counted, listed


def validated_lines(found: Validated, name: str) -> Iterator[str]:
    """What is pending, and what is wrong with it; of mere advice only how much there is."""
    counts = Counter(one.severity for one in found.notes)
    words = ((Severity.ERROR, "error", ""), (Severity.WARNING, "warning", ""), (Severity.ADVICE, "piece", "pieces"))
    said = [counted(counts[severity], word, plural) for severity, word, plural in words if counts[severity]]
    if counts[Severity.ADVICE]:
        said[-1] += " of advice"
    notes = f"; {', '.join(said)}: schemabot validate {name}" if said else ""
    yield f"{name}: Validate: {counted(len(found.pending), 'migration')} pending{notes}"
    for one in found.notes:
        if one.severity != Severity.ADVICE:
            place = f"{one.file}, line {one.line}" if one.line else one.file
            yield visible(f"  {place}: {one.severity}: {one_line(one.message)}")


def tested_lines(found: Tested, name: str, before: str) -> Iterator[str]:
    """What was seen on the copy.

    Args:
        found: That.
        name: Of the environment.
        before: Of the environment that had to have it first.
    """
    if found.first:
        yield visible(f"{before}: applied first, in {found.first_seconds:.2f} s: {listed(found.first)}")
    if found.problem is not None:
        return
    if found.unsure:
        yield visible(f"{name}: Test: a copy of the schema cannot show it: {one_line(found.unsure)}")
        return
    number = counted(len(found.statements), "statement")
    longest = max((one.seconds for one in found.statements), default=0.0)
    yield f"{name}: Test: {number} in {found.seconds:.2f} s on a copy of the schema, the longest {longest:.2f} s"
    yield f"  {changes_text(found)}"
    for one in found.statements:
        for notice in one.notices:
            yield visible(f"  {one.file}, line {one.line}: {one_line(notice)}")


def danger_lines(found: Tested) -> Iterator[str]:
    """What it endangers, the worst first."""
    for one in found.dangers:
        hazard = f"{one.hazard}: " if one.hazard else ""
        yield visible(f"  {hazard}{one_line(one.said)} ({one.file}, line {one.line})")


def changes_text(found: Tested) -> str:
    """`adds 1 table, 2 columns; changes 1 view`."""
    said = [
        f"{verb} {', '.join(some)}"
        for verb, some in (
            ("adds", [_some(one, one.added) for one in found.changes if one.added]),
            ("removes", [_some(one, one.removed) for one in found.changes if one.removed]),
            ("changes", [_some(one, one.changed) for one in found.changes if one.changed]),
        )
        if some
    ]
    return "; ".join(said) or "changes nothing of the schema"


def _some(one: Changed, number: int) -> str:
    return Kind(one.kind).counted(number)


def compared_lines(found: Compared) -> Iterator[str]:
    """How each environment stands."""
    for one in found.environments:
        yield from drifted_lines(one)


def drifted_lines(found: Drifted) -> Iterator[str]:
    """How one environment stands against its migrations; added is what only the database has."""
    if not found.differences:
        yield f"{found.environment}: Compare: no drift"
        return
    number = counted(len(found.differences), "difference")
    yield f"{found.environment}: Compare: it has drifted from what its migrations make, {number}"
    yield from (f"  {line}" for line in found.detail.splitlines())


def backup_line(found: BackedUp, name: str) -> str:
    """Which backup there is."""
    size = readable(found.size_bytes)
    return visible(f"{name}: Backup: {found.id}, {size} in {found.seconds:.1f} s, verified, in {found.place}")


def verified_lines(found: Verified, name: str, before: str = "") -> Iterator[str]:
    """Whether it is as it should be, and what mends it.

    Args:
        found: What was found.
        name: Of the environment.
        before: Of the one that it is to be equal to.
    """
    passed = f", but for {counted(found.accepted, 'difference')} that {_was(found.accepted)} accepted"
    if found.equal_to:
        yield f"{name}: Verify: equal to {' and '.join(found.equal_to)}{passed if found.accepted else ''}"
    if found.drifted is not None and found.drifted.differences:
        number = counted(len(found.drifted.differences), "difference")
        yield f"{name}: Verify: it is not what its migrations make, {number}"
        yield from (f"  {line}" for line in found.drifted.detail.splitlines())
    if found.between:
        yield f"{name}: Verify: it is not equal to {before}, {counted(len(found.between), 'difference')}"
        yield from (visible(f"  {one}") for one in found.between)
    if found.mending:
        yield "What mends it:"
        yield from (visible(line) for line in found.mending.splitlines())


def _was(number: int) -> str:
    return "was" if number == 1 else "were"
