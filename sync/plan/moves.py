"""Tables that leave their parents and join others: what has to be done before, and what comes along."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from sync.model import Dependency, Identity, Kind, SchemaObject
from sync.model.objects import Column, Constraint, Index, Sequence, Table
from sync.plan import checks
from sync.plan.actions import Part, Step
from sync.plan.create.tables import is_required_by_itself
from sync.plan.descent import ancestors, givers, is_from_parents, parent, parents
from sync.plan.sql import named
from sync.plan.whole import Place, Whole, pair

# Before a column has become what it should be.
_EARLY = frozenset({Part.GONE, Part.NO_DEFAULT, Part.SHELL})
# What a table may have to bring to a parent.
_BROUGHT = frozenset({Kind.COLUMN, Kind.CONSTRAINT})
# What tables below have from a parent, and lose with it.
_SHARED = frozenset({Kind.COLUMN, Kind.CONSTRAINT, Kind.INDEX, Kind.TRIGGER})
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
        if not _is_foreign_key(identity, own):
            continue
        table = other.tables.get((identity.schema, identity.relation))
        for above in ancestors(table, other) if table is not None else ():
            given = identity._replace(schema=above.schema, relation=above.name)
            if _is_foreign_key(given, other) and _defined(given, other) == _defined(identity, own):
                yield identity


def rehung(before: Whole, after: Whole) -> Iterator[Place]:
    """The tables that stay and have none of the parents that they had."""
    for place, new in after.tables.items():
        old = before.tables.get(place)
        if old is not None and parents(new) and not set(parents(old)) & set(parents(new)):
            yield place


def is_required_with_parent(of: Column, before: Whole, after: Whole) -> bool:
    """Whether a column must have a value because the same of its parent begins to."""
    had, given = parent(of, before), parent(of, after)
    if had is None or given is None or had.identity != given.identity:
        return False
    if not given.not_null or had.not_null or given.not_null_options:
        return False
    return not is_required_by_itself(of, given, after)


def is_left_behind(one: SchemaObject, before: Whole, after: Whole) -> bool:
    """Whether something that a table has from parents stays its own when it leaves them, though it is to go."""
    if not is_from_parents(one):
        return False
    old, new = (side.tables.get((one.identity.schema, one.identity.relation)) for side in (before, after))
    if old is None or new is None:
        return False
    return not set(givers(one, old, before)) & set(parents(new))


def is_kept_below(one: SchemaObject, before: Whole, after: Whole) -> bool:
    """Whether a column goes, and a table that has it from here, and goes on inheriting, is to have it as its own."""
    if not isinstance(one, Column) or one.identity in after.catalog.objects:
        return False
    own = (one.identity.schema, one.identity.relation)
    heirs = (place for place, table in before.tables.items() if table.inherits and own in parents(table))
    return own in after.tables and any(
        one.identity._replace(schema=schema, relation=relation) in after.catalog.objects
        and own in parents(after.tables[schema, relation])
        for schema, relation in heirs
    )


def left_by_parent(one: SchemaObject, before: Whole, after: Whole) -> Identity | None:
    """The column of a parent that goes without this one, which is to go too; None where it takes this one along."""
    table = before.tables.get((one.identity.schema, one.identity.relation))
    if table is None or not isinstance(one, Column) or not one.inherited:
        return None
    for schema, relation in givers(one, table, before):
        giver = one.identity._replace(schema=schema, relation=relation)
        if giver not in after.catalog.objects and is_kept_below(before.catalog.objects[giver], before, after):
            return giver
    return None


def left_keys(before: Whole, after: Whole, made: Container[Identity]) -> Iterator[tuple[Identity, Identity, bool]]:
    """Partitions that leave or change their place, and the foreign keys that they have copies of from those above.

    A copy stays when its table leaves, and only then the catalog has it, as the table's own. So it goes before that,
    with the key itself, or after that.

    Args:
        before: What is there.
        after: What should be there.
        made: What is made meanwhile.

    Yields:
        A table, a key of a parent, and whether the table goes on having the same, as its own or from a parent.
    """
    keys: defaultdict[Place, list[Constraint]] = defaultdict(list)
    for one in before.of(Constraint):
        if one.type == "foreign key" and not one.inherited:
            keys[one.identity.schema, one.identity.relation].append(one)
    for place, old in before.tables.items() if keys else ():
        new = after.tables.get(place)
        if new is None or old.partition_of is None or _at(old) == _at(new):
            continue
        kept = set(_foreign_keys(new, after, made))
        for above in ancestors(old, before):
            for key in keys[above.schema, above.name]:
                yield new.identity, key.identity, key.definition in kept


def _at(of: Table) -> tuple[str | None, str | None]:
    return of.partition_of, of.partition_bound


def _foreign_keys(of: Table, whole: Whole, made: Container[Identity]) -> Iterator[str]:
    """The foreign keys that a table has, and does not get anew."""
    places = {(one.schema, one.name) for one in (of.identity, *ancestors(of, whole))}
    for one in whole.of(Constraint):
        if one.type == "foreign key" and _on(one.identity) in places and one.identity not in made:
            yield one.definition


def references(whole: Whole) -> Mapping[Identity, AbstractSet[Identity]]:
    """The foreign keys, and the tables that they refer to: of a partitioned one also its partitions."""
    found: defaultdict[Identity, set[Identity]] = defaultdict(set)
    for one in whole.catalog.dependencies:
        if one.needed.kind in (Kind.CONSTRAINT, Kind.INDEX) and _is_foreign_key(one.dependent, whole):
            found[one.dependent].add(whole.relation(*_on(one.needed)))
    return found


def is_of_partition(
    key: Identity, needed: Identity, referred: Mapping[Identity, AbstractSet[Identity]], before: Whole
) -> bool:
    """Whether a foreign key needs something of a partition only because it is about the whole.

    Args:
        key: What may be a foreign key.
        needed: What it needs.
        referred: What foreign keys refer to.
        before: What is there.
    """
    table = before.tables.get((needed.schema, needed.relation or needed.name))
    if key not in referred or table is None or table.partition_of is None:
        return False
    about = referred[key] | {before.relation(*_on(key))}
    return not about.isdisjoint(ancestors(table, before))


def is_brought(one: SchemaObject | None, before: Whole, after: Whole, made: Container[Identity]) -> bool:
    """Whether a table must have a column or a check when it joins a parent, because that has it then.

    Args:
        one: What the table should have.
        before: What is there.
        after: What should be there.
        made: What is made meanwhile.
    """
    if one is None or not is_from_parents(one):
        return False
    had, table = (side.tables.get((one.identity.schema, one.identity.relation)) for side in (before, after))
    if table is None or (had is None and (isinstance(one, Column) or table.partition_of is None)):
        return False
    places = set(givers(one, table, after))
    if had is not None and places & set(parents(had)):
        return False
    above = (one.identity._replace(schema=schema, relation=relation) for schema, relation in places)
    return isinstance(one, Column) or any(of in before.catalog.objects and of not in made for of in above)


def in_turn(before: Whole, after: Whole, steps: Collection[Step]) -> Iterator[tuple[Step, Step]]:
    """Pairs of a step and one that has to be taken before.

    A table leaves its parents before these lose what it would lose too, and joins others when it fits and when there is
    room: the bounds of partitions may not overlap.
    """
    leaving: defaultdict[Identity, list[Step]] = defaultdict(list)
    joining: dict[Identity, Step] = {}
    made = {of for of, part in steps if part is Part.WHOLE}
    bringing = (of for of in made if of.kind in _BROUGHT)
    brought = [of for of in bringing if is_brought(after.catalog.objects.get(of), before, after, made)]
    for identity in {of for of, _ in steps if of.kind in (Kind.TABLE, Kind.FOREIGN_TABLE)}:
        old, new = before.catalog.objects.get(identity), after.catalog.objects.get(identity)
        changed, attached, gone = ((identity, part) for part in (Part.CHANGED, Part.ATTACHMENT, Part.GONE))
        if attached in steps:
            joining[identity] = attached
        if isinstance(old, Table) and old.partition_of is not None:
            leaving[before.relation(*pair(old.partition_of))] += [one for one in (changed, gone) if one in steps]
        if isinstance(old, Table) and isinstance(new, Table):
            yield from _fitting(old, new, before, after, steps)
            if changed in steps and set(new.inherits) - set(old.inherits):
                yield from (
                    (changed, (of, Part.WHOLE))
                    for of in brought
                    if (of.schema, of.relation) == (identity.schema, identity.name)
                )
    on: defaultdict[Place, list[Step]] = defaultdict(list)
    for of, part in steps if joining else ():
        on[of.schema, of.relation].append((of, part))
    for identity, step in joining.items():
        new = after.catalog.objects[identity]
        assert isinstance(new, Table)
        whole = after.relation(*pair(new.partition_of or ""))
        yield from ((step, one) for one in leaving.get(whole, ()) if one[0] != identity)
        if whole not in made:
            yield from ((step, one) for one in on[whole.schema, whole.name] if _changes_parent(one))
            yield from ((step, one) for one in _brought_along(identity, before, after, on, made))
    yield from _given(after, made, steps)
    yield from checks.in_turn(before, after, made, steps)
    yield from _set_free(before, steps)
    yield from _without(leaving, before, steps)
    yield from _unreferred(leaving, before, steps)
    yield from _referred(joining, after, steps)
    yield from _no_more_required(before, after, steps)


def _given(after: Whole, made: Iterable[Identity], steps: Container[Step]) -> Iterator[tuple[Step, Step]]:
    """A new table is given the columns of its parents as these should be."""
    for identity in made:
        one = after.catalog.objects.get(identity)
        for above in ancestors(one, after) if isinstance(one, Table) and one.inherits else ():
            for column in after.columns.get((above.schema, above.name), ()):
                if (column.identity, Part.CHANGED) in steps:
                    yield (identity, Part.WHOLE), (column.identity, Part.CHANGED)


def _without(
    leaving: Mapping[Identity, Iterable[Step]], before: Whole, steps: Iterable[Step]
) -> Iterator[tuple[Step, Step]]:
    """An index of the whole is made when those partitions have left that would have no part of it: it stays invalid."""
    for of, part in steps if leaving else ():
        if part is Part.WHOLE and of.kind in (Kind.CONSTRAINT, Kind.INDEX):
            yield from (((of, part), one) for one in leaving.get(before.relation(of.schema, of.relation), ()))


def _unreferred(
    leaving: Mapping[Identity, Iterable[Step]], before: Whole, steps: Container[Step]
) -> Iterator[tuple[Step, Step]]:
    """A partition leaves when nothing refers to its rows as ones of the whole."""
    for one in before.catalog.dependencies if leaving else ():
        gone = (one.dependent, Part.GONE)
        if _refers(one, before) and gone in steps:
            yield from ((step, gone) for step in leaving.get(before.relation(*_on(one.needed)), ()))


def _referred(joining: Mapping[Identity, Step], after: Whole, steps: Container[Step]) -> Iterator[tuple[Step, Step]]:
    """Only then something refers to rows of the whole when a partition has brought them."""
    joined: defaultdict[Place, list[Step]] = defaultdict(list)
    for identity, step in joining.items():
        joined[pair(after.tables[identity.schema, identity.name].partition_of or "")].append(step)
    for one in after.catalog.dependencies if joining else ():
        made = (one.dependent, Part.WHOLE)
        if one.dependent.kind is Kind.CONSTRAINT and made in steps and _refers(one, after):
            yield from ((made, step) for step in joined.get(_on(one.needed), ()))


def _refers(one: Dependency, whole: Whole) -> bool:
    """Whether it is that of a foreign key on what it refers to, which is no other foreign key."""
    dependent, needed = (whole.catalog.objects.get(of) for of in (one.dependent, one.needed))
    if not isinstance(dependent, Constraint) or dependent.type != "foreign key" or not one.needed.relation:
        return False
    is_copied = isinstance(needed, Constraint) and needed.type == dependent.type
    return not is_copied and _on(one.dependent) != _on(one.needed)


def _on(of: Identity) -> Place:
    return of.schema, of.relation


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
    leaves, joins = (new.identity, Part.CHANGED), (new.identity, Part.ATTACHMENT)
    if above == below:
        if leaves in steps and joins in steps:  # only to another place: as long as it is there it changes along
            along = (of for of in steps if of[0].kind is Kind.COLUMN or _changes_those_below(of, before))
            yield from ((leaves, of) for of in along if after.relation(of[0].schema, of[0].relation) in above)
        return
    for of in steps:
        table = after.relation(of[0].schema, of[0].relation)
        is_left = table in above - below and of[0].kind in _SHARED and not _is_foreign_key(of[0], before)
        if is_left or (table in above and _is_detached(old, new) and _changes_those_below(of, before)):
            yield of, leaves
        elif of[0].kind is Kind.COLUMN and table == new.identity:
            yield from _own_column(of, old, new, after, steps)
        elif of[0].kind is Kind.COLUMN and of[1] not in _EARLY and table in below - above:
            yield joins if joins in steps else leaves, of


def _is_detached(old: Table, new: Table) -> bool:
    """Whether a partition leaves what it is a part of."""
    return old.partition_of is not None and old.partition_of != new.partition_of


def _changes_those_below(step: Step, before: Whole) -> bool:
    """Whether a step does to partitions what is done to them by themselves when they have left."""
    of, part = step
    if of.kind is Kind.COLUMN:
        return part in _OF_COLUMNS
    return part is Part.GONE and of.kind in _SHARED and not _is_foreign_key(of, before)


def _is_foreign_key(of: Identity, whole: Whole) -> bool:
    """Whether something is what a partition may keep or lose when it leaves, see `left_keys`."""
    one = whole.catalog.objects.get(of)
    return isinstance(one, Constraint) and one.type == "foreign key"


def _defined(key: Identity, whole: Whole) -> str:
    one = whole.catalog.objects[key]
    return one.definition if isinstance(one, Constraint) else ""


def _own_column(of: Step, old: Table, new: Table, after: Whole, steps: Collection[Step]) -> Iterator[tuple[Step, Step]]:
    """What is done to a column of a table that leaves parents, or joins others, or both."""
    one = after.catalog.objects.get(of[0])
    leaves, joins = (new.identity, Part.CHANGED), (new.identity, Part.ATTACHMENT)
    if joins in steps:
        yield joins, of
    elif of[1] not in _EARLY and one is not None and set(givers(one, new, after)) - set(parents(old)):
        yield leaves, of
    if of[1] not in _EARLY and old.partition_of is not None and leaves in steps:
        yield of, leaves


def _no_more_required(before: Whole, after: Whole, steps: Collection[Step]) -> Iterator[tuple[Step, Step]]:
    """A column must have a value as long as the same of its parent must."""
    for of, part in steps:
        if part is not Part.CHANGED:
            continue
        old, new = before.catalog.objects.get(of), after.catalog.objects.get(of)
        if isinstance(old, Column) and isinstance(new, Column) and old.not_null > new.not_null:
            had, given = parent(old, before), parent(new, after)
            if had is not None and given is not None and (had.identity, Part.CHANGED) in steps:
                yield (of, part), (had.identity, Part.CHANGED)


def _set_free(before: Whole, steps: Collection[Step]) -> Iterator[tuple[Step, Step]]:
    """A sequence is no longer owned by a column before that goes."""
    for of, part in steps:
        one = before.catalog.objects.get(of) if part is Part.CHANGED else None
        if isinstance(one, Sequence) and one.owned_by is not None:
            schema, table, column = named(one.owned_by)
            for owner in (before.relation(schema, table), Identity(Kind.COLUMN, schema, table, column)):
                yield (owner, Part.GONE), (of, part)
