"""Columns of typed tables, which come, change and go with the composite type."""

from sync.model import Identity, Kind
from sync.plan.whole import Whole, pair


def type_of(column: Identity, whole: Whole) -> Identity | None:
    """The composite type whose attribute a column is."""
    table = whole.tables.get((column.schema, column.relation)) if column.kind is Kind.COLUMN else None
    if table is None or table.of_type is None:
        return None
    schema, name = pair(table.of_type)
    return Identity(Kind.COMPOSITE_TYPE, schema, "", name)


def followed(column: Identity, before: Whole, after: Whole) -> Identity | None:
    """The same, where the table has been and goes on being one of that type."""
    found = type_of(column, before)
    return found if found == type_of(column, after) else None
