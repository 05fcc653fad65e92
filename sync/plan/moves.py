"""Tables that leave their parents and join others: what has to be done before, and what comes along."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import replace

from sync.model import Identity, Kind, SchemaObject
from sync.model.objects import Column, Constraint, Index, Sequence, Table
from sync.plan.actions import Part, Step
from sync.plan.descent import ancestors, parent
from sync.plan.sql import named
from sync.plan.whole import Place, Whole, pair

# Before a column has become what it should be.
_EARLY = frozenset({Part.GONE, Part.NO_DEFAULT, Part.SHELL})
_OF_COLUMNS = frozenset({Part.GONE, Part.CHANGED, Part.WHOLE})


def shared_keys(identities: Iterable[Identity], own: Whole, other: Whole) -> Iterator[Identity]:
    """The foreign keys that a table alone has as its own, and a partition as its parent's.

    They stay when it is detached, and become the parent's when it is attached.

    Args:
        identities: Of any objects.
        own: Where the table is alone.
        other: Where it is a partition.
    """
    for identity in identities:
        one = own.catalog.objects.get(identity)
        table = other.tables.get((identity.schema, identity.relation))
        if isinstance(one, Constraint) and table is not None:
            for above in ancestors(table, other):
                same = other.catalog.objects.get(replace(identity, schema=above.schema, relation=above.name))
                if isinstance(same, Constraint) and (same.type, same.definition) == ("foreign key", one.definition):
                    yield identity


def is_required_with_parent(of: Column, before: Whole, after: Whole) -> bool:
    """Whether a column must have a value because the same of its parent begins to."""
    had, given = parent(of, before), parent(of, after)
    if had is None or given is None or had.identity != given.identity:
        return False
    return given.not_null and not had.not_null and not given.not_null_options


def is_brought(one: SchemaObject | None, before: Whole, after: Whole, made: Container[Identity]) -> bool:
    """Whether a partition must have a check when it is attached, because its parent has it already.

    Args:
        one: What the partition should have.
        before: What is there.
        after: What should be there.
        made: What is made meanwhile.
    """
    if not isinstance(one, Constraint) or not one.inherited or one.type != "check":
        return False
    had, table = (side.tables.get((one.identity.schema, one.identity.relation)) for side in (before, after))
    if table is None or table.partition_of is None or (had is not None and had.partition_of == table.partition_of):
        return False
    above = Identity(Kind.CONSTRAINT, *pair(table.partition_of), one.identity.name)
    return above in before.catalog.objects and above not in made


def in_turn(before: Whole, after: Whole, steps: Collection[Step]) -> Iterator[tuple[Step, Step]]:
    """Pairs of a step and one that has to be taken before.

    A table leaves its parents before these lose what it would lose too, and joins others when it fits and when there is
    room: the bounds of partitions may not overlap.
    """
    leaving: defaultdict[Identity, list[Step]] = defaultdict(list)
    joining: dict[Identity, Step] = {}
    for identity in {of for of, _ in steps if of.kind in (Kind.TABLE, Kind.FOREIGN_TABLE)}:
        old, new = before.catalog.objects.get(identity), after.catalog.objects.get(identity)
        changed, attached, gone = ((identity, part) for part in (Part.CHANGED, Part.ATTACHMENT, Part.GONE))
        if attached in steps:
            joining[identity] = attached
        if isinstance(old, Table) and old.partition_of is not None:
            leaving[before.relation(*pair(old.partition_of))] += [one for one in (changed, gone) if one in steps]
        if isinstance(old, Table) and isinstance(new, Table):
            yield from _fitting(old, new, before, after, steps)
    on: defaultdict[Place, list[Step]] = defaultdict(list)
    made: set[Identity] = set()
    for of, part in steps if joining else ():
        on[of.schema, of.relation].append((of, part))
        if part is Part.WHOLE:
            made.add(of)
    for identity, step in joining.items():
        new = after.catalog.objects[identity]
        assert isinstance(new, Table)
        whole = after.relation(*pair(new.partition_of or ""))
        yield from ((step, one) for one in leaving[whole] if one[0] != identity)
        if whole not in made:
            yield from ((step, one) for one in on[whole.schema, whole.name] if _changes_parent(one))
            yield from ((step, one) for one in _brought_along(identity, before, after, on, made))
    yield from _set_free(before, steps)


def _changes_parent(step: Step) -> bool:
    """Whether a step changes what a partition must have to be attached, or takes what it would get then."""
    of, part = step
    if of.kind is Kind.COLUMN:
        return part in _OF_COLUMNS
    return part is Part.GONE and of.kind in (Kind.CONSTRAINT, Kind.INDEX, Kind.TRIGGER)


def _brought_along(
    table: Identity, before: Whole, after: Whole, on: Mapping[Place, list[Step]], made: Container[Identity]
) -> Iterator[Step]:
    """What a partition needs to be attached, and what the server would make once more then."""
    own = (table.schema, table.name)
    family = {own, *((of.schema, of.name) for of in after.partitions_below(*own))}
    for place in family:
        for of, part in on.get(place, ()):
            if part is (Part.WHOLE if place == own else Part.ATTACHMENT):
                above = _above(of, family, after)
                is_there = above is not None and above not in made
                if is_there or is_brought(after.catalog.objects.get(of), before, after, made):
                    yield of, part


def _above(of: Identity, family: Container[Place], after: Whole) -> Identity | None:
    """The index of a parent outside of a family of partitions that an index within is a part of."""
    above: Identity | None = of
    while above is not None and (above.schema, above.relation) in family:
        one = after.catalog.objects.get(above)
        above = after.parent_of_index(one) if isinstance(one, Constraint | Index) else None
    return above


def _fitting(
    old: Table, new: Table, before: Whole, after: Whole, steps: Collection[Step]
) -> Iterator[tuple[Step, Step]]:
    above, below = set(ancestors(old, before)), set(ancestors(new, after))
    if above == below:
        return
    leaves, joins = (new.identity, Part.CHANGED), (new.identity, Part.ATTACHMENT)
    for of in steps:
        table = after.relation(of[0].schema, of[0].relation)
        if of[0].relation and table in above - below:
            yield of, leaves
        elif of[0].kind is Kind.COLUMN and of[1] not in _EARLY and table in {new.identity, *(below - above)}:
            yield joins if joins in steps else leaves, of


def _set_free(before: Whole, steps: Collection[Step]) -> Iterator[tuple[Step, Step]]:
    """A sequence is no longer owned by a column before that goes."""
    for of, part in steps:
        one = before.catalog.objects.get(of)
        if part is Part.CHANGED and isinstance(one, Sequence) and one.owned_by is not None:
            schema, table, column = named(one.owned_by)
            for owner in (before.relation(schema, table), Identity(Kind.COLUMN, schema, table, column)):
                yield (owner, Part.GONE), (of, part)
