"""Columns that change with those of parents: a statement about one is also about all that follow it.

Their tables stay below the parents from before until after. Those that leave a parent have left it before it changes,
and those that join one join it when it has changed, and become what they should be by themselves.
"""

from collections import defaultdict
from collections.abc import Collection, Container, Iterator

from sync.model import Identity, Kind
from sync.model.objects import Column, Constraint, Table
from sync.plan.actions import Part, Step
from sync.plan.descent import ancestors, givers, is_from_parents
from sync.plan.whole import Followers, Place, Whole, pair, parents

# What tables below get from one above, beside what they have of the same name.
_GIVEN = frozenset({Kind.COLUMN, Kind.CONSTRAINT})


def followers(before: Whole, after: Whole) -> Followers:
    """Which columns, at any depth below, follow one that is there before and after; those that go do so until then."""
    found: defaultdict[Identity, dict[Identity, Column]] = defaultdict(dict)
    for place, old in before.tables.items():
        for schema, relation in _always_above(old, before, after):
            for one in before.columns.get(place, ()):
                given = one.identity._replace(schema=schema, relation=relation)
                stays = one.identity in after.catalog.objects or place not in after.tables
                if stays and given in before.catalog.objects and given in after.catalog.objects:
                    found[given][one.identity] = one
    return found


def _always_above(old: Table, before: Whole, after: Whole) -> Iterator[Place]:
    """The tables that one is below before, after and all the time between."""
    new = after.tables.get((old.identity.schema, old.identity.name))
    if new is not None and old.partition_of != new.partition_of:
        return
    through = set(parents(old))
    for above in (before.tables.get(place) for place in parents(old)):
        through.update(_always_above(above, before, after) if above is not None else ())
    yield from sorted(through & _above(new, after) if new is not None else through)  # what goes does so in the end


def _above(of: Table, whole: Whole) -> set[Place]:
    return {(one.schema, one.name) for one in ancestors(of, whole)}


def above_all_along(of: Identity, before: Whole, after: Whole) -> Iterator[Identity]:
    """What is called like a column or check of a table in those above it that stay so, there or not."""
    old = before.tables.get((of.schema, of.relation))
    for schema, relation in _always_above(old, before, after) if old is not None else ():
        yield of._replace(schema=schema, relation=relation)


def leaders(of: Identity, target: Whole) -> Iterator[Identity]:
    """The columns that one follows."""
    table = target.tables.get((of.schema, of.relation))
    for above in dict.fromkeys(ancestors(table, target)) if table is not None else ():
        given = of._replace(schema=above.schema, relation=above.name)
        if of in target.followers.get(given, ()):
            yield given


def follows(of: Identity, target: Whole) -> bool:
    """Whether a column changes with the same one of a parent."""
    return next(leaders(of, target), None) is not None


def in_turn(before: Whole, after: Whole, steps: Collection[Step]) -> Iterator[tuple[Step, Step]]:
    """Pairs of a step and one that has to be taken before: what a column alone should be comes when it has followed."""
    for given, columns in after.followers.items():
        leads = (given, Part.CHANGED)
        for of, one in columns.items() if leads in steps else ():
            own, table = (of, Part.CHANGED), (after.relation(of.schema, of.relation), Part.CHANGED)
            if own in steps:
                yield own, leads
            if table in steps:
                yield from _moving(one, leads, table, before, after)
    for of, part in steps:
        if of.kind is Kind.TABLE and part is Part.CHANGED:
            yield from _shared(of, before, after, steps)
        elif of.kind in _GIVEN:
            yield from _own((of, part), before, after, steps)


def _moving(one: Column, leads: Step, table: Step, before: Whole, after: Whole) -> Iterator[tuple[Step, Step]]:
    """A table that goes to other parents below the same one follows it before that.

    If it stays with one it leaves the others before: PostgreSQL changes no column that comes from elsewhere, too.
    """
    place = (one.identity.schema, one.identity.relation)
    old, new = before.tables[place], after.tables[place]
    if old.inherits == new.inherits or new.partition_of is not None:
        return
    kept = {pair(text) for text in old.inherits if text in new.inherits}
    above = (side.tables.get(of) for side in (before, after) for of in kept)
    through = kept.union(*(_above(of, before) | _above(of, after) for of in above if of is not None))
    if (leads[0].schema, leads[0].relation) not in through:
        yield table, leads
    elif set(givers(one, old, before)) - kept and not set(givers(one, new, after)) - kept:
        yield leads, table


def _shared(table: Identity, before: Whole, after: Whole, steps: Container[Step]) -> Iterator[tuple[Step, Step]]:
    """A table that goes to other parents gets and loses columns with one above it before that."""
    old, new = (side.tables.get((table.schema, table.name)) for side in (before, after))
    if old is None or new is None or old.inherits == new.inherits:
        return
    for place in _always_above(old, before, after):
        for side, part in ((before, Part.GONE), (after, Part.WHOLE)):
            for one in side.columns.get(place, ()):
                if (one.identity, part) in steps:
                    yield (table, Part.CHANGED), (one.identity, part)


def _own(step: Step, before: Whole, after: Whole, steps: Container[Step]) -> Iterator[tuple[Step, Step]]:
    """What a column or a check that is its table's own has to do with those of the same name above it."""
    of, part = step
    one = (after if part is Part.WHOLE else before).catalog.objects.get(of)
    if one is None or (isinstance(one, Constraint) and one.type != "check"):
        return
    if part is Part.CHANGED:  # when those that gave it are gone
        table = before.tables[of.schema, of.relation]
        given = [of._replace(schema=schema, relation=relation) for schema, relation in givers(one, table, before)]
        yield from ((step, gone) for gone in ((above, Part.GONE) for above in given) if gone in steps)
    elif part in (Part.WHOLE, Part.GONE) and not is_from_parents(one):  # there before those, and until these are gone
        for above in above_all_along(of, before, after):
            if (above, part) in steps:
                yield ((above, part), step) if part is Part.WHOLE else (step, (above, part))
