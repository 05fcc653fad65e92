"""Indexes of partitioned tables, and the parts of them that partitions have."""

from collections.abc import Container, Iterator

from sync.model import Identity
from sync.model.objects import Constraint, Index
from sync.plan.whole import Whole


def parted_keys(gone: Container[Identity], before: Whole, after: Whole) -> frozenset[Identity]:
    """The indexes of parents that are made again because one of their parts is another one afterwards.

    As long as such an index is there PostgreSQL does not drop the part that a partition has of it; and it gives one to
    a table that is attached, unless that has a constraint of the same type.

    Args:
        gone: What goes.
        before: What is there.
        after: What should be there.
    """
    found: set[Identity] = set()
    parts: tuple[Constraint | Index, ...] = (*before.of(Constraint), *before.of(Index))
    for one in parts:
        if one.identity in gone and _stays_in_place(one.identity, before, after):
            found.update(_wholes(one, before))
    for key in after.of(Constraint):
        whole = after.catalog.objects.get(after.parent_of_index(key) or key.identity)
        is_other = isinstance(whole, Constraint) and whole.type != key.type
        if is_other and _is_attached(key.identity, before, after):
            found.update(_wholes(key, after))
    return frozenset(one for one in found if one in before.catalog.objects and one in after.catalog.objects)


def _wholes(part: Constraint | Index, whole: Whole) -> Iterator[Identity]:
    """The index that another one is a part of, and that of which this one is."""
    above = whole.parent_of_index(part)
    if above is not None:
        yield above
        found = whole.catalog.objects.get(above)
        if isinstance(found, Constraint | Index):
            yield from _wholes(found, whole)


def _stays_in_place(of: Identity, before: Whole, after: Whole) -> bool:
    """Whether the table that something is on stays where it is."""
    old, new = (side.tables.get((of.schema, of.relation)) for side in (before, after))
    return old is not None and new is not None and old.partition_of == new.partition_of


def _is_attached(of: Identity, before: Whole, after: Whole) -> bool:
    """Whether the table that something is on becomes a partition, or one at another place."""
    old, new = (side.tables.get((of.schema, of.relation)) for side in (before, after))
    return (
        new is not None
        and new.partition_of is not None
        and (old is None or (old.partition_of, old.partition_bound) != (new.partition_of, new.partition_bound))
    )
