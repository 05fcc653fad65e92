"""Columns that tables have from their parents, and that those below them have from them."""

from collections.abc import Iterator

from sync.model import Identity
from sync.model.objects import Column, Table
from sync.plan.whole import Place, Whole, pair


def parent(of: Column, target: Whole) -> Column | None:
    """The column of a parent, whose type and expression are those of all below it."""
    table = target.tables.get((of.identity.schema, of.identity.relation))
    found = (_same(of, place, target) for place in (parents(table) if table else ()))
    return next((one for one in found if one is not None), None)


def below(of: Column, target: Whole) -> Iterator[Column]:
    """The same column of all tables below."""
    own = (of.identity.schema, of.identity.relation)
    for place, table in target.tables.items():
        if own in parents(table) and (found := _same(of, place, target)) is not None:
            yield found
            yield from below(found, target)


def ancestors(of: Table, whole: Whole) -> Iterator[Identity]:
    """The parents of a table, and theirs."""
    for place in parents(of):
        if (found := whole.tables.get(place)) is not None:
            yield found.identity
            yield from ancestors(found, whole)


def parents(of: Table) -> list[Place]:
    """The tables that it has something from: those it inherits from, or the one that it is a partition of."""
    return [pair(text) for text in (*of.inherits, *((of.partition_of,) if of.partition_of else ()))]


def _same(of: Column, place: Place, target: Whole) -> Column | None:
    return next((one for one in target.columns.get(place, ()) if one.identity.name == of.identity.name), None)
