"""Two catalogs in, differences out: by identity, then attribute by attribute."""

from dataclasses import dataclass
from enum import StrEnum

from sync.model import Catalog, Identity, SchemaObject, Value


class Change(StrEnum):
    """What happened to an object on the way from A to B."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """One attribute of an object that differs; None where the side does not have it."""

    name: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Difference:
    """One object that is not the same in A and in B.

    Attributes:
        change: *Added* means that B has it and A does not.
        identity: Which object.
        attributes: For a changed object those that differ; for an added or removed one all that it has.
    """

    change: Change
    identity: Identity
    attributes: tuple[AttributeChange, ...]


def compare(a: Catalog, b: Catalog) -> tuple[Difference, ...]:
    """All differences between two catalogs, in the order of A with what only B has behind it."""
    found = []
    for identity, old in a.objects.items():
        new = b.objects.get(identity)
        if new is None:
            found.append(_difference(Change.REMOVED, old, None))
        elif old != new:
            found.append(_difference(Change.CHANGED, old, new))
    found.extend(_difference(Change.ADDED, None, new) for new in b.objects.values() if new.identity not in a.objects)
    return tuple(found)


def _difference(change: Change, old: SchemaObject | None, new: SchemaObject | None) -> Difference:
    before = dict(old.attributes()) if old else {}
    after = dict(new.attributes()) if new else {}
    present = old or new
    assert present is not None
    return Difference(
        change,
        present.identity,
        tuple(
            AttributeChange(name, before.get(name), after.get(name))
            for name, _ in present.attributes()
            if before.get(name) != after.get(name)
        ),
    )
