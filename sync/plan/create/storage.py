"""How the values of a column are stored: what it has beside what its type, or a parent, gives it."""

from collections.abc import Iterator

from sync.model.objects import Column
from sync.plan.create import others
from sync.plan.references import relation
from sync.plan.sql import Sql, body, literal, name, write

_USUAL_SINCE = 16
_USUAL = """
BEGIN
    EXECUTE format({}, (
        SELECT CASE t.typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END
          FROM pg_attribute AS a
          JOIN pg_type AS t ON t.oid = a.atttypid
         WHERE a.attrelid = {}::regclass AND a.attname = {}));
END
"""


def stored(start: Sql, storage: str | None, of: Sql, column: str, major: int) -> Sql:
    """Storing the values of a column so.

    Args:
        start: ALTER … ALTER COLUMN.
        storage: In SQL's word; None for what its type has.
        of: The name of the relation.
        column: The name of the column.
        major: Of the server: before 16 no statement has a word for what the type has.
    """
    if storage is not None:
        return write("{} SET STORAGE {}", start, Sql(storage.upper()))
    if major >= _USUAL_SINCE:
        return write("{} SET STORAGE DEFAULT", start)
    change = write("{} SET STORAGE %s", others.percent(start))
    return write("DO {}", body(write(_USUAL, literal(change), literal(of), literal(column))))


def of_column(one: Column, major: int) -> Sql:
    """The same of a table's column."""
    own = relation(one.identity)
    start = write("ALTER TABLE ONLY {} ALTER COLUMN {}", own, name(one.identity.name))
    return stored(start, one.storage, own, one.identity.name, major)


def unlike(one: Column, given: Column, major: int) -> Iterator[Sql]:
    """What a column does not have that one of a parent has, and gave it."""
    if given.storage is not None and one.storage is None:
        yield of_column(one, major)
    if given.compression is not None and one.compression is None:
        start = write("ALTER TABLE ONLY {} ALTER COLUMN {}", relation(one.identity), name(one.identity.name))
        yield write("{} SET COMPRESSION DEFAULT", start)
