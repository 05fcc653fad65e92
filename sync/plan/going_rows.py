"""Values that go: they are gone before anything is asked of them that only those that stay fulfil."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping

from sync.model import Identity, Kind
from sync.model.objects import Column, Table
from sync.plan.actions import Part, Step
from sync.plan.descent import ancestors
from sync.plan.whole import Place, Whole

# What tables below a parent are given with it, and what their rows or their own things may be at odds with.
_GIVEN = frozenset({Kind.COLUMN, Kind.CONSTRAINT, Kind.INDEX, Kind.TRIGGER})
_TYPES = frozenset({Kind.DOMAIN, Kind.COMPOSITE_TYPE})
_ASKING = frozenset({Part.WHOLE, Part.CHANGED})
_TABLES = frozenset({Kind.TABLE, Kind.FOREIGN_TABLE})


def in_turn(
    before: Whole, after: Whole, retyped: Container[Identity], steps: Collection[Step]
) -> Iterator[tuple[Step, Step]]:
    """Pairs of a step and one that has to be taken before: a table goes before those above it are given more.

    Unless a table below it stays below those, and is given it there before it moves.

    Args:
        before: What is there.
        after: What should be there.
        retyped: The columns that change what their values are.
        steps: What is done.
    """
    asking: defaultdict[Place, list[Step]] = defaultdict(list)
    for of, part in steps:
        if _asks((of, part), before, after, retyped):
            asking[of.schema, of.relation or of.name].append((of, part))
    for one in before.of(Table) if asking else ():
        gone = (one.identity, Part.GONE)
        for above in set(ancestors(one, before)) - _still_above(one, before, after) if gone in steps else ():
            yield from ((step, gone) for step in asking.get((above.schema, above.name), ()))


def _still_above(going: Table, before: Whole, after: Whole) -> set[Identity]:
    """The tables that those are below that a table leaves behind."""
    found = set[Identity]()
    for below in before.tables_below(going.identity.schema, going.identity.name):
        if (one := after.tables.get((below.schema, below.name))) is not None:
            found.update(ancestors(one, after))
    return found


def _asks(step: Step, before: Whole, after: Whole, retyped: Container[Identity]) -> bool:
    """Whether a step gives something to tables below, or asks something of their rows."""
    of, part = step
    if of.kind in _TABLES:  # a part of a partitioned table joins it with all that is below
        return part is Part.ATTACHMENT
    if of.kind not in _GIVEN:
        return False
    if part is not Part.CHANGED:
        return part is Part.WHOLE
    old, new = (side.catalog.objects.get(of) for side in (before, after))
    if not isinstance(old, Column) or not isinstance(new, Column):
        return True
    return new.not_null > old.not_null or of in retyped


def asking(before: Whole, retyped: Container[Identity], steps: Iterable[Step]) -> Mapping[Identity, list[Step]]:
    """By types and by tables, the steps that ask more of values of these types, and of rows within other rows.

    Args:
        before: What is there.
        retyped: The columns that change what their values are.
        steps: What is done.
    """
    found: defaultdict[Identity, list[Step]] = defaultdict(list)
    for of, part in steps:
        if of.kind is Kind.DOMAIN_CONSTRAINT and part in _ASKING:
            found[Identity(Kind.DOMAIN, of.schema, "", of.relation)].append((of, part))
        elif of.kind in _TYPES and part is Part.CHANGED:
            found[of].append((of, part))
        elif of.kind is Kind.COLUMN and (part is Part.WHOLE or (part is Part.CHANGED and of in retyped)):
            found[before.maker_of_relation(of)].append((of, part))
    return found
