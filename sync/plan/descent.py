"""What tables have from their parents, and those below them have from them."""

from collections.abc import Iterator

from sync.model import Identity, SchemaObject
from sync.model.objects import Column, Constraint, Table
from sync.plan.whole import Place, Whole, parents


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


def kept_parents(old: Table, new: Table) -> list[str]:
    """The parents that a table does not leave, as the server writes them: a new one comes last, in their order."""
    kept: list[str] = []
    for one in old.inherits:
        if new.inherits[len(kept) : len(kept) + 1] == (one,):
            kept.append(one)
    return kept


def ancestors(of: Table, whole: Whole) -> Iterator[Identity]:
    """The parents of a table, and theirs."""
    for place in parents(of):
        if (found := whole.tables.get(place)) is not None:
            yield found.identity
            yield from ancestors(found, whole)


def is_from_parents(one: SchemaObject) -> bool:
    """Whether it is a column or a check that parents gave."""
    is_check = isinstance(one, Constraint) and one.inherited and one.type == "check"
    return is_check or (isinstance(one, Column) and one.inherited)


def givers(one: SchemaObject, table: Table, whole: Whole) -> Iterator[Place]:
    """The parents of a table that have the same."""
    for schema, relation in parents(table):
        if one.identity._replace(schema=schema, relation=relation) in whole.catalog.objects:
            yield schema, relation


def _same(of: Column, place: Place, target: Whole) -> Column | None:
    return next((one for one in target.columns.get(place, ()) if one.identity.name == of.identity.name), None)
