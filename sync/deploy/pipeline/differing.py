"""Differences of two schemas as records: what is kept and shown of a drift."""

from collections.abc import Iterable, Iterator, Sequence

from sync.compare import Difference
from sync.deploy.pipeline.records import Differs, Drifted
from sync.deploy.pipeline.state import digest_of
from sync.drift import Drift
from sync.errors import visible

_DETAILED = 1_000  # of more, people read the names
_MARKS = {"added": "+", "removed": "-", "changed": "~"}


def drifted_of(found: Drift, but: Sequence[Difference] = ()) -> Drifted:
    """How an environment differs from its migrations.

    Args:
        found: That.
        but: Differences that are passed over.
    """
    passed = {one.identity for one in but}
    told = [one for one in found.comparison.differences if one.identity not in passed]
    return Drifted(
        found.environment,
        differs(told),
        "".join(f"{visible(line)}\n" for line in detail(told)),
        _digest(told) if told else "",
        tuple(one.message for one in found.comparison.diagnostics),
    )


def differs(found: Iterable[Difference]) -> tuple[Differs, ...]:
    """Differences by their names."""
    return tuple(Differs(one.change.value, one.identity.kind.value, str(one.identity)) for one in found)


def detail(found: Sequence[Difference]) -> Iterator[str]:
    """Differences with what differs, of very many the first: added is what only the live schema has."""
    for one in found[:_DETAILED]:
        yield f"{_MARKS[one.change.value]} {one.identity.kind} {one.identity}"
        for name, old, new, _ in one.attributes:
            for mark, value in (("-", old), ("+", new)):
                if value is not None:
                    first, *rest = str(value).splitlines() or [""]
                    yield f"    {mark} {name.replace('_', ' ')}: {first}"
                    yield from (f"    {mark}     {line}" for line in rest)
    if len(found) > _DETAILED:
        yield f"and {len(found) - _DETAILED} more"


def _digest(found: Iterable[Difference]) -> str:
    """Of all that differs, whatever the order."""
    lines = (
        [one.change.value, str(one.identity.kind), str(one.identity), *(repr(each) for each in one.attributes)]
        for one in found
    )
    return digest_of(*sorted(lines))
