"""Checks that tables have from those they inherit from: when they are there, and when they are made again."""

from collections.abc import Container, Iterable, Iterator

from sync.model import Identity, SchemaObject
from sync.model.objects import Constraint
from sync.plan.actions import Part, Step
from sync.plan.descent import ancestors, givers, is_from_parents, kept_parents
from sync.plan.following import above_all_along
from sync.plan.whole import Whole, pair, parents

_NOT_VALID = " NOT VALID"


def not_valid_above(checks: Iterable[SchemaObject], before: Whole, after: Whole) -> Iterator[Identity]:
    """The checks that are there, and are to be made again so that they are not valid for a table that is made below.

    Args:
        checks: What is made, and more.
        before: What is there.
        after: What should be there.
    """
    for one in checks:
        if not isinstance(one, Constraint) or not (one.inherited and _is_not_valid(one)):
            continue
        table = after.tables.get((one.identity.schema, one.identity.relation))
        if table is not None and table.inherits and table.identity not in before.catalog.objects:
            same = [one.identity._replace(schema=of.schema, relation=of.name) for of in ancestors(table, after)]
            yield from (of for of in same if of in before.catalog.objects and of in after.catalog.objects)


def checks_of_others(before: Whole, after: Whole) -> Iterator[Identity]:
    """The checks that a table is to have from parents that it begins to inherit from, theirs and its own.

    A check that it has when it joins them stays its own, so they have theirs only then.

    Args:
        before: What is there.
        after: What should be there.
    """
    for _, check, above in _given_later(before, after):
        yield from (one for one in (check, *above) if one in before.catalog.objects)


def _given_later(before: Whole, after: Whole) -> Iterator[tuple[Identity, Identity, list[Identity]]]:
    """Tables that get a check from parents that they begin to inherit from, with that check and with the parents'."""
    for one in filter(is_from_parents, after.of(Constraint)):
        old, new = (side.tables.get((one.identity.schema, one.identity.relation)) for side in (before, after))
        if old is None or new is None or not new.inherits:
            continue
        places = set(givers(one, new, after))
        is_kept = bool(places & {pair(text) for text in kept_parents(old, new)})
        if places and not is_kept and not _is_given_on(one.identity, before, after):
            yield new.identity, one.identity, sorted(set(_given_by(one, after)))


def _is_given_on(check: Identity, before: Whole, after: Whole) -> bool:
    """Whether a table that goes from parents to others has a check from above all the time, if it joins them first."""
    old, new = (side.tables[check.schema, check.relation] for side in (before, after))
    had, has = before.catalog.objects.get(check), after.catalog.objects.get(check)
    if had is None or has is None or not is_from_parents(had):
        return False
    rejoins = set(givers(had, old, before)) & set(parents(new)) or set(givers(has, new, after)) & set(parents(old))
    above = above_all_along(check, before, after)
    return not rejoins and any(one in before.catalog.objects and one in after.catalog.objects for one in above)


def _given_by(one: SchemaObject, whole: Whole) -> Iterator[Identity]:
    """The same check of those that a table has it from, and that these have it from: each gives it to all below."""
    table = whole.tables.get((one.identity.schema, one.identity.relation))
    for schema, relation in givers(one, table, whole) if table is not None else ():
        above = one.identity._replace(schema=schema, relation=relation)
        yield above
        yield from _given_by(whole.catalog.objects[above], whole)


def in_turn(
    before: Whole, after: Whole, made: Container[Identity], steps: Container[Step]
) -> Iterator[tuple[Step, Step]]:
    """Pairs of a step and one that has to be taken before.

    A table has a check of a parent when that does. One that begins to inherit joins the parent before, and without the
    check that it had.
    """
    yield from _given_checks(after, made)
    for table, check, above in _given_later(before, after):
        for giver in above:
            if (giver, Part.GONE) in steps and (table, Part.CHANGED) in steps and _is_parent(giver, table, before):
                yield (table, Part.CHANGED), (giver, Part.GONE)  # with that of the table, which would be its own
            for step in ((table, Part.CHANGED), (table, Part.ATTACHMENT), (check, Part.GONE)):
                if step in steps and (giver, Part.WHOLE) in steps:
                    yield (giver, Part.WHOLE), step


def _is_parent(check: Identity, table: Identity, whole: Whole) -> bool:
    """Whether a table inherits from the one that a check is on."""
    one = whole.tables.get((table.schema, table.name))
    return one is not None and (check.schema, check.relation) in parents(one)


def _given_checks(after: Whole, made: Container[Identity]) -> Iterator[tuple[Step, Step]]:
    """A table has a check of a parent when that does."""
    for one in filter(is_from_parents, after.of(Constraint)):
        table = after.tables.get((one.identity.schema, one.identity.relation))
        if one.identity in made and table is not None:
            for schema, relation in givers(one, table, after):
                giver = one.identity._replace(schema=schema, relation=relation)
                if giver in made:
                    yield (one.identity, Part.WHOLE), (giver, Part.WHOLE)


def _is_not_valid(one: Constraint) -> bool:
    """Whether it is a check that rows need not satisfy which were there before."""
    return one.type == "check" and one.definition.endswith(_NOT_VALID)
