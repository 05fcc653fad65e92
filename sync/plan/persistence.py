"""Tables that become logged or unlogged: PostgreSQL lets no logged table refer to one that is not."""

from collections.abc import Collection, Iterator

from sync.model import Identity, Kind
from sync.model.objects import Constraint, Table
from sync.plan.actions import Part, Step
from sync.plan.whole import Whole


def in_turn(before: Whole, after: Whole, steps: Collection[Step]) -> Iterator[tuple[Step, Step]]:
    """Pairs of a step and one that has to be taken before, where tables that refer to each other change so.

    Args:
        before: What is there.
        after: What should be there.
        steps: Those that are taken.
    """
    changing = {
        identity: new.persistence
        for identity, part in steps
        if part is Part.CHANGED
        and isinstance(old := before.catalog.objects.get(identity), Table)
        and isinstance(new := after.catalog.objects.get(identity), Table)
        and old.persistence != new.persistence
    }
    for whole in (before, after) if changing else ():
        for key, table, referenced in _references(whole):
            for one in {table, referenced} & changing.keys():
                yield (one, Part.CHANGED), (key, Part.GONE)
                yield (key, Part.WHOLE), (one, Part.CHANGED)
            if {table, referenced} <= changing.keys() and (key, Part.GONE) not in steps and table != referenced:
                pair = (table, Part.CHANGED), (referenced, Part.CHANGED)
                yield pair if changing[table] == "permanent" else pair[::-1]


def _references(whole: Whole) -> Iterator[tuple[Identity, Identity, Identity]]:
    """Foreign keys, each with its table and the one that it refers to."""
    for one in whole.catalog.dependencies:
        key = whole.catalog.objects.get(one.dependent)
        if isinstance(key, Constraint) and key.type == "foreign key":
            place = (one.needed.schema, one.needed.relation or one.needed.name)
            referenced = Identity(Kind.TABLE, place[0], "", place[1])
            yield key.identity, Identity(Kind.TABLE, key.identity.schema, "", key.identity.relation), referenced
