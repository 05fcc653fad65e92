"""What is a table's own, or its parents' alone: for most changes of that there is no statement.

PostgreSQL makes a column or a check the table's own when it leaves the last parent that gave it, and no more theirs
alone when it joins them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sync.compare import Change, Difference
from sync.model import Diagnostic, Identity
from sync.model.objects import Column, Constraint
from sync.plan.descent import ancestors, givers, parent
from sync.plan.whole import Whole

_TOLD = frozenset({"inherited", "not_null_inherited"})


def is_about_that(one: Difference) -> bool:
    """Whether a difference may be one that no statement changes."""
    return one.change is Change.CHANGED and any(each.name in _TOLD for each in one.attributes)


def changeable(
    differences: Iterable[Difference], before: Whole, after: Whole
) -> tuple[tuple[Difference, ...], tuple[Diagnostic, ...]]:
    """The differences without what no statement changes, and what is said of that.

    Args:
        differences: What differs.
        before: What is there.
        after: What should be there.
    """
    kept, said = [], []
    for one in differences:
        left = frozenset(_left(one, before, after)) if is_about_that(one) else frozenset[str]()
        if left:
            said.append(_said(one.identity, after))
        told = tuple(each for each in one.attributes if each.name not in left) if left else one.told
        if not left or told:
            kept.append(replace(one, told=told))
    return tuple(kept), tuple(said)


def _left(one: Difference, before: Whole, after: Whole) -> Iterator[str]:
    """The attributes that stay as they are."""
    old, new = (side.catalog.objects.get(one.identity) for side in (before, after))
    names = {each.name for each in one.attributes}
    if isinstance(old, Column) and isinstance(new, Column):
        if "inherited" in names and not _is_changed_with_table(new, after):
            yield "inherited"
        if "not_null_inherited" in names and new.not_null_inherited and _stays_required(old, before, after):
            yield "not_null_inherited"
    elif isinstance(new, Constraint) and "inherited" in names and _is_given_all_along(new, before, after):
        yield "inherited"


def _is_changed_with_table(new: Column, after: Whole) -> bool:
    """Whether a column becomes what it should when its table becomes a partition, or leaves its parents."""
    table = after.tables.get((new.identity.schema, new.identity.relation))
    if table is not None and table.partition_of is not None:
        return True
    return not new.inherited and parent(new, after) is None


def _stays_required(old: Column, before: Whole, after: Whole) -> bool:
    """Whether something keeps a column NOT NULL, so that it cannot begin to be so for its parents alone."""
    table = before.tables.get((old.identity.schema, old.identity.relation))
    above = ancestors(table, before) if table is not None else ()
    found = (before.catalog.objects.get(old.identity._replace(schema=of.schema, relation=of.name)) for of in above)
    return any(isinstance(one, Column) and one.not_null for one in found) or _is_key(old.identity, after)


def _is_key(column: Identity, after: Whole) -> bool:
    using = (one.dependent for one in after.catalog.dependencies if one.needed == column)
    keys = (after.catalog.objects.get(one) for one in using)
    return any(isinstance(one, Constraint) and one.type == "primary key" for one in keys)


def _is_given_all_along(check: Constraint, before: Whole, after: Whole) -> bool:
    """Whether a check is to be that of a parent alone which the table stays below."""
    if check.type != "check" or not check.inherited:
        return False
    place = (check.identity.schema, check.identity.relation)
    found = [set(givers(check, side.tables[place], side)) for side in (before, after) if place in side.tables]
    return len(found) == 2 and bool(set.intersection(*found))  # noqa: PLR2004 - both sides


def _said(of: Identity, after: Whole) -> Diagnostic:
    new = after.catalog.objects[of]
    is_own = isinstance(new, Column) and not new.inherited and not new.not_null_inherited
    whose = "its table's own, and stays its parents' alone" if is_own else "its parents' alone, and is its table's own"
    return Diagnostic("inherited", f"{of.kind} {of} is to be {whose}: PostgreSQL has no statement that changes it")
