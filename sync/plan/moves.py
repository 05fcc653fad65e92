"""Tables that leave their parents and join others: what has to be done before, and what comes along."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping

from sync.model import Dependency, Identity, Kind, SchemaObject
from sync.model.objects import Column, Constraint, Index, Sequence, Table
from sync.plan import checks
from sync.plan.actions import Part, Step
from sync.plan.create.tables import is_required_by_itself
from sync.plan.descent import ancestors, givers, is_from_parents, parent
from sync.plan.following import above_all_along, follows
from sync.plan.moved_keys import is_foreign_key, place_of
from sync.plan.sql import named
from sync.plan.whole import Place, Whole, pair, parents

# Before a column has become what it should be.
_EARLY = frozenset({Part.GONE, Part.NO_DEFAULT, Part.SHELL})
# What a table may have to bring to a parent.
_BROUGHT = frozenset({Kind.COLUMN, Kind.CONSTRAINT})
# What tables below have from a parent, and lose with it.
_SHARED = frozenset({Kind.COLUMN, Kind.CONSTRAINT, Kind.INDEX, Kind.TRIGGER})
_OF_COLUMNS = frozenset({Part.GONE, Part.CHANGED, Part.WHOLE})
# What a column has to have in common with that of a parent, or is settled with it, besides being NOT NULL.
_ASKED_OF_COLUMNS = ("type", "collation", "generated", "generated_as", "identity_column")


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
    if old is None or new is None or _is_shared(one.identity, before, after):
        return False
    return not set(givers(one, old, before)) & set(parents(new))


def _is_shared(of: Identity, before: Whole, after: Whole) -> bool:
    """Whether a column goes, or comes, with the same of a table above that the table stays below."""
    own, other = (before, after) if of in before.catalog.objects else (after, before)
    above = above_all_along(of, before, after)
    return any(one in own.catalog.objects and one not in other.catalog.objects for one in above)


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
    if had is not None and (places & set(parents(had)) or _is_shared(one.identity, before, after)):
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
        if attached in steps and isinstance(new, Table) and new.partition_of is not None:
            joining[identity] = attached
        if isinstance(old, Table) and old.partition_of is not None:
            leaving[before.relation(*pair(old.partition_of))] += [one for one in (changed, gone) if one in steps]
        if isinstance(old, Table) and isinstance(new, Table):
            yield from _fitting(old, new, before, after, steps)
            joins = attached if attached in steps else changed
            if joins in steps and set(new.inherits) - set(old.inherits):
                yield from (
                    (joins, (of, Part.WHOLE))
                    for of in brought
                    if (of.schema, of.relation) == (identity.schema, identity.name)
                )
    for identity, step in joining.items():
        whole = after.relation(*pair(after.tables[identity.schema, identity.name].partition_of or ""))
        yield from ((step, one) for one in leaving.get(whole, ()) if one[0] != identity)
    yield from _prepared(joining, before, after, made, steps)
    yield from _given(after, made, steps)
    yield from checks.in_turn(before, after, made, steps)
    yield from _set_free(before, steps)
    yield from _without(leaving, before, steps)
    yield from _unreferred(leaving, before, steps)
    yield from _referred(joining, after, steps)
    yield from _no_more_required(before, after, steps)


def _prepared(
    joining: Mapping[Identity, Step], before: Whole, after: Whole, made: Container[Identity], steps: Iterable[Step]
) -> Iterator[tuple[Step, Step]]:
    """A partition joins with all that its parent has, which may be from what is above that."""
    on: defaultdict[Place, list[Step]] = defaultdict(list)
    for of, part in steps if joining else ():
        on[of.schema, of.relation].append((of, part))
    for identity, step in joining.items():
        table = after.tables[identity.schema, identity.name]
        for above in ancestors(table, after):
            if above not in made:
                yield from ((step, one) for one in on[above.schema, above.name] if _changes_parent(one))
        if after.relation(*pair(table.partition_of or "")) not in made:
            yield from ((step, one) for one in _brought_along(identity, before, after, on, made))


def _given(after: Whole, made: Iterable[Identity], steps: Collection[Step]) -> Iterator[tuple[Step, Step]]:
    """A new table is given the columns of its parents as these should be, and nothing that these lose."""
    new = {of: one for of in made if isinstance(one := after.catalog.objects.get(of), Table) and one.inherits}
    lost = _lost_by_parents(steps) if new else {}
    for identity, table in new.items():
        for above in ancestors(table, after):
            place = (above.schema, above.name)
            changes = [(column.identity, Part.CHANGED) for column in after.columns.get(place, ())]
            found = [one for one in (*changes, (above, Part.ATTACHMENT)) if one in steps]
            yield from (((identity, Part.WHOLE), one) for one in (*found, *lost.get(place, ())))


def _lost_by_parents(steps: Iterable[Step]) -> Mapping[Place, list[Step]]:
    """By its table, what goes of what a table that inherits must have, too."""
    found: defaultdict[Place, list[Step]] = defaultdict(list)
    for of, part in steps:
        if part is Part.GONE and of.kind in _BROUGHT:
            found[of.schema, of.relation].append((of, part))
    return found


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
            yield from ((step, gone) for step in leaving.get(before.relation(*place_of(one.needed)), ()))


def _referred(joining: Mapping[Identity, Step], after: Whole, steps: Container[Step]) -> Iterator[tuple[Step, Step]]:
    """Only then something refers to rows of the whole when a partition has brought them."""
    joined: defaultdict[Place, list[Step]] = defaultdict(list)
    for identity, step in joining.items():
        joined[pair(after.tables[identity.schema, identity.name].partition_of or "")].append(step)
    for one in after.catalog.dependencies if joining else ():
        made = (one.dependent, Part.WHOLE)
        if one.dependent.kind is Kind.CONSTRAINT and made in steps and _refers(one, after):
            yield from ((made, step) for step in joined.get(place_of(one.needed), ()))


def _refers(one: Dependency, whole: Whole) -> bool:
    """Whether it is that of a foreign key on what it refers to, which is no other foreign key."""
    dependent, needed = (whole.catalog.objects.get(of) for of in (one.dependent, one.needed))
    if not isinstance(dependent, Constraint) or dependent.type != "foreign key" or not one.needed.relation:
        return False
    is_copied = isinstance(needed, Constraint) and needed.type == dependent.type
    return not is_copied and place_of(one.dependent) != place_of(one.needed)


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
        is_left = table in above - below and of[0].kind in _SHARED and not is_foreign_key(of[0], before)
        is_elsewhere = of[0] in above - below and of[1] is Part.ATTACHMENT  # with the rows that are below it then
        changes_along = table in above and _is_detached(old, new) and _changes_those_below(of, before)
        if is_left or is_elsewhere or changes_along:
            yield of, leaves
        elif of[0].kind is Kind.COLUMN and table == new.identity:
            yield from _own_column(of, before, after, steps)
        elif table in below and _makes_fit(of, new, after, joins_there=table not in above):
            yield joins if joins in steps else leaves, of


def _makes_fit(step: Step, table: Table, after: Whole, *, joins_there: bool) -> bool:
    """Whether a step makes a parent one that a table can join: what it must have then is what it has, or gets."""
    of, part = step
    if part is Part.GONE:
        return joins_there and of.kind in _BROUGHT
    return of.kind is Kind.COLUMN and part not in _EARLY and not _leads(of, table, after)


def _leads(column: Identity, table: Table, after: Whole) -> bool:
    """Whether the same column of a table below follows one."""
    own = column._replace(schema=table.identity.schema, relation=table.identity.name)
    return own in after.followers.get(column, ())


def _is_detached(old: Table, new: Table) -> bool:
    """Whether a partition leaves what it is a part of."""
    return old.partition_of is not None and old.partition_of != new.partition_of


def _changes_those_below(step: Step, before: Whole) -> bool:
    """Whether a step does to partitions what is done to them by themselves when they have left."""
    of, part = step
    if of.kind is Kind.COLUMN:
        return part in _OF_COLUMNS
    return part is Part.GONE and of.kind in _SHARED and not is_foreign_key(of, before)


def _own_column(of: Step, before: Whole, after: Whole, steps: Collection[Step]) -> Iterator[tuple[Step, Step]]:
    """What is done to a column of a table that leaves parents, or joins others, or both."""
    old, new = (side.tables[of[0].schema, of[0].relation] for side in (before, after))
    one = after.catalog.objects.get(of[0])
    leaves, joins = (new.identity, Part.CHANGED), (new.identity, Part.ATTACHMENT)
    if joins in steps:
        yield joins, of
    elif of[1] not in _EARLY and _is_given_anew(one, old, after) and not _fits_already(of[0], before, after):
        yield leaves, of
        return
    had = before.catalog.objects.get(of[0])
    is_left = had is not None and bool(set(givers(had, old, before)) - set(parents(new)))
    changes_alone = old.partition_of is not None or (is_left and not follows(of[0], after))
    if of[1] not in _EARLY and leaves in steps and changes_alone:
        yield of, leaves


def _is_given_anew(one: SchemaObject | None, old: Table, after: Whole) -> bool:
    """Whether a table gets a column, too, from parents that it has not yet."""
    if one is None:
        return False
    return bool(set(givers(one, after.tables[one.identity.schema, one.identity.relation], after)) - set(parents(old)))


def _fits_already(of: Identity, before: Whole, after: Whole) -> bool:
    """Whether a column is already what a new parent asks for; it may be NOT NULL by those that its table leaves."""
    old, new = (side.catalog.objects.get(of) for side in (before, after))
    if not isinstance(old, Column) or not isinstance(new, Column) or old.not_null < new.not_null:
        return False
    return all(getattr(old, one) == getattr(new, one) for one in _ASKED_OF_COLUMNS)


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
