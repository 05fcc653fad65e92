"""Two catalogs in, differences out: by identity, then attribute by attribute."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sync.model import UNKNOWN, Catalog, Identity, SchemaObject, Value


class Change(StrEnum):
    """What happened to an object on the way from A to B."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class AttributeChange(NamedTuple):
    """One attribute of an object that differs; None where the side does not have it.

    Attributes:
        name: Which.
        old: Its value in A.
        new: Its value in B.
        cosmetic: Whether it changes nothing that PostgreSQL does.
    """

    name: str
    old: Value
    new: Value
    cosmetic: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One object that is not the same in A and in B.

    Attributes:
        change: *Added* means that B has it and A does not.
        identity: Which object.
        told: For a changed object the attributes that differ; for an added or removed one those it has, or itself.
    """

    change: Change
    identity: Identity
    told: tuple[AttributeChange, ...] | SchemaObject

    @property
    def attributes(self) -> tuple[AttributeChange, ...]:
        """For a changed object those that differ; for an added or removed one all that it has."""
        if isinstance(self.told, tuple):
            return self.told
        had = self.change is Change.REMOVED
        return tuple(
            AttributeChange(name, value if had else None, None if had else value, name in self.told.cosmetic)
            for name, value in self.told.attributes()
            if value is not None and value is not UNKNOWN
        )

    @property
    def cosmetic(self) -> bool:
        """Whether nothing that PostgreSQL does would change."""
        return self.change is Change.CHANGED and all(one.cosmetic for one in self.attributes)


def compare(a: Catalog, b: Catalog) -> tuple[Difference, ...]:
    """All differences between two catalogs, in the order of A with what only B has behind it.

    What comes and goes with what it is about is a difference only where it changed. An attribute whose value one side
    does not know is none.
    """
    found = []
    for identity, old in a.objects.items():
        new = b.objects.get(identity)
        if new is None:
            if not old.implied:
                found.append(Difference(Change.REMOVED, identity, old))
        elif old != new and (changes := _changes(old, new)):
            found.append(Difference(Change.CHANGED, identity, changes))
    for identity, new in b.objects.items():
        if identity not in a.objects and not new.implied:
            found.append(Difference(Change.ADDED, identity, new))
    return tuple(found)


def _changes(old: SchemaObject, new: SchemaObject) -> tuple[AttributeChange, ...]:
    cosmetic = old.cosmetic
    return tuple(
        AttributeChange(name, before, after, name in cosmetic)
        for name, before in old.attributes()
        if before != (after := getattr(new, name, None)) and before is not UNKNOWN and after is not UNKNOWN
    )
