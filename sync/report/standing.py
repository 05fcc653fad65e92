"""Where environments stand, as a table for people, and what to do about what is wrong."""

from collections.abc import Iterable, Iterator, Sequence

from sync.migrations.standing import Standing, State
from sync.status import EnvironmentStatus

_GAP = "  "


def table(found: Sequence[EnvironmentStatus], *, everything: bool = False) -> Iterator[str]:
    """Which environment has which migration: those that not all have as the files say, or all of them."""
    asked = [one for one in found if one.standings]
    versions = sorted({each.version for one in asked for each in one.standings})
    rows, same = [], 0
    for version in versions:
        states = [next((each for each in one.standings if each.version == version), None) for one in asked]
        if not everything and all(each is not None and each.state is State.APPLIED for each in states):
            same += 1
            continue
        name = next(each.name for each in states if each is not None)
        rows.append([version, name, *(_state(each) for each in states)])
    if rows:
        yield ""
        yield from _aligned([["version", "name", *(one.name for one in asked)], *rows])
    if same:
        yield f"{same} migration{'' if same == 1 else 's'} applied everywhere"
    yield from (f"{one.name}: {one.unknown}" for one in found if one.unknown)


def proposals(found: Iterable[EnvironmentStatus]) -> list[str]:
    """What seems to be wrong in all environments, and what mends it."""
    return [line for one in found for line in proposals_for(one.standings, one.name)]


def proposals_for(found: Iterable[Standing], environment: str) -> list[str]:
    """What seems to be wrong in one environment, and what mends it."""
    return [f"{environment}: {line}" for one in found if (line := _proposal(one, environment))]


def _proposal(one: Standing, environment: str) -> str:
    name = one.called
    command = f"schemabot repair {environment}"
    if one.state is State.UNKNOWN and one.same_as:
        return (
            f"{name} is applied and has no file, and {one.same_as} has the same statements:"
            f" {command} --reverted {one.version} --applied {one.same_as}"
        )
    if one.state is State.UNKNOWN:
        return f"{name} is applied and has no file: bring it back, or {command} --reverted {one.version}"
    if one.state is State.EDITED:
        return (
            f"{name} was edited after it was applied: put it back, or, where only its text changed,"
            f" {command} --applied {one.version}"
        )
    if one.out_of_order and not one.same_as:
        return (
            f"{name} is pending, and later ones are applied: give it a later version, or"
            f" schemabot deploy {environment} --accept out-of-order"
        )
    return ""


def _state(one: Standing | None) -> str:
    if one is None:
        return ""
    return "pending, out of order" if one.out_of_order else one.state.value


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield _GAP.join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
