"""Differences of two schemas as what is kept of them: one for each object, with what came or went with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.drift.exposure import exposure
from sync.compare import AttributeChange, Change, Difference
from sync.deploy.pipeline.differing import detail
from sync.deploy.pipeline.state import digest_of
from sync.errors import one_line
from sync.model import Kind
from sync.report import Group, describe, grouped, shown
from sync.wording import listed

_VALUE_LIMIT = 80
_SAID_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Differing:
    """An object that differs.

    Attributes:
        kind: Of the object.
        identity: Its name.
        change: `added`: only what is live has it; `removed`, `changed`.
        digest: Of all that differs.
        said: What differs, in one line.
        detail: All that differs, line by line.
        exposes: How it opens data to others; empty where it does not.
    """

    kind: str
    identity: str
    change: str
    digest: str
    said: str
    detail: str
    exposes: str


def differing(differences: Sequence[Difference]) -> tuple[Differing, ...]:
    """What differs, in the order in which people read it."""
    return tuple(one for group in grouped(differences) for one in _of_group(group))


def _of_group(group: Group) -> Iterator[Differing]:
    for one in group.shown:
        along = group.members if group.folded else ()
        said = describe(one) if one.change is not Change.CHANGED else "; ".join(map(_attribute, one.attributes))
        came = f"with {group.came_along}" if along else ""
        yield Differing(
            one.identity.kind.value,
            str(one.identity),
            one.change.value,
            _digest((one, *along)),
            _clipped(", ".join(part for part in (one_line(said), came) if part), _SAID_LIMIT),
            "\n".join(detail((one, *along))),
            _exposed((one, *along), is_whole=group.folded),
        )


def _exposed(found: Sequence[Difference], *, is_whole: bool) -> str:
    """How they open data to others. Policies of a table that came or went as a whole open nothing of others."""
    words = (exposure(one) for one in found if not (is_whole and one.identity.kind is Kind.POLICY))
    return listed(list(dict.fromkeys(one for one in words if one)))


def _digest(found: Sequence[Difference]) -> str:
    return digest_of([[one.change, one.identity, [repr(each) for each in one.attributes]] for one in found])


def _attribute(one: AttributeChange) -> str:
    name = one.name.replace("_", " ")
    old, new = shown(one.old), shown(one.new)
    if old == new or max(len(old), len(new)) > _VALUE_LIMIT or "\n" in old + new:
        return f"{name} differs"
    return f"{name} {old} → {new}"


def _clipped(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
