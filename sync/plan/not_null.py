"""Whether columns are NOT NULL by their parents alone, which PostgreSQL keeps from 18 on."""

from collections.abc import Container, Iterable, Iterator

from sync.model.objects import Column
from sync.plan.actions import Action, Part, Step
from sync.plan.create import tables
from sync.plan.descent import ancestors
from sync.plan.following import above_all_along
from sync.plan.rebuilt import Dependents
from sync.plan.whole import Whole


def is_left_to_parents(old: Column, new: Column) -> bool:
    """Whether a column is no more NOT NULL by itself, but for its parents."""
    return old.not_null and new.not_null and bool(new.not_null_inherited) and not old.not_null_inherited


def comes_with_parents(one: Column, before: Whole, after: Whole) -> bool:
    """Whether a new column of a table's own is NOT NULL for the same of a parent alone, which is made after it."""
    if one.inherited or not one.not_null_inherited:
        return False
    return any(above in after.apart for above in above_all_along(one.identity, before, after))


def aside(columns: Iterable[Column]) -> Iterator[Action]:
    """What makes columns that are to be NOT NULL by their parents alone NULL before."""
    for one in columns:
        yield Action((one.identity, Part.ASIDE), (tables.altered(one, "DROP NOT NULL"),))


def in_turn(
    columns: Iterable[Column], after: Whole, dependents: Dependents, steps: Container[Step]
) -> Iterator[tuple[Step, Step]]:
    """Pairs of a step and one that has to be taken before: those columns first, but for keys of theirs that go.

    Args:
        columns: Those that are left to their parents.
        after: What should be there.
        dependents: What needs what.
        steps: What is done.
    """
    for one in columns:
        own = (one.identity, Part.ASIDE)
        yield from (((above.identity, Part.CHANGED), own) for above in _above(one, after))
        keys = ((key, Part.GONE) for key, _ in dependents.get(one.identity, ()))
        yield from ((own, gone) for gone in keys if gone in steps)


def _above(one: Column, whole: Whole) -> Iterator[Column]:
    """The same column of all tables above."""
    table = whole.tables.get((one.identity.schema, one.identity.relation))
    for above in ancestors(table, whole) if table is not None else ():
        found = whole.catalog.objects.get(one.identity._replace(schema=above.schema, relation=above.name))
        if isinstance(found, Column):
            yield found
