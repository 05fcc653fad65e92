"""Names of NOT NULL, where the one that PostgreSQL would choose is another constraint's, or somebody chose one.

From 18 on NOT NULL is a constraint with a name. One that is made in CREATE TABLE has it before checks and keys come
that are made by themselves; PostgreSQL, which knows them all, would have chosen another.
Source: `ChooseConstraintName` and `makeObjectName` in PostgreSQL's pg_constraint.c and indexcmds.c.
"""

from itertools import count
from typing import LiteralString

from sync.model import Identity, Kind
from sync.model.objects import Column
from sync.plan.chosen_names import chosen_name
from sync.plan.create import others
from sync.plan.descent import parent
from sync.plan.references import relation
from sync.plan.sql import Sql, body, literal, name, write
from sync.plan.whole import Whole

_LOOKED_UP = """
BEGIN
    EXECUTE format({}, (
        SELECT k.conname
          FROM pg_constraint AS k
          JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
         WHERE k.conrelid = {}::regclass AND k.contype = 'n' AND a.attname = {}));
END
"""


def given_name(one: Column, whole: Whole) -> Sql | None:
    """The name that the NOT NULL of a column has to be given; None where PostgreSQL's choice is right.

    That of a partition is called like the one of its parent.
    """
    table = whole.tables.get((one.identity.schema, one.identity.relation))
    given = parent(one, whole) if table is not None and table.partition_of is not None else None
    if given is not None and given.not_null:
        return given_name(given, whole)
    return name(one.not_null_name) if one.not_null_name else _other_name(one.identity, whole)


def renamed(old: Column, new: Column) -> Sql:
    """The NOT NULL of a column gets another name."""
    to = name(new.not_null_name or chosen_name(new.identity))
    if old.not_null_name is None:
        return looked_up("RENAME CONSTRAINT %I TO {}", new, others.percent(to))
    table = relation(old.identity)
    return write("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", table, name(old.not_null_name), to)


def looked_up(change: LiteralString, one: Column, *parts: Sql) -> Sql:
    """A change of the constraint behind NOT NULL, whatever it is called where the statement is run.

    Args:
        change: What ALTER TABLE is to do; `%I` stands for the constraint.
        one: The column.
        parts: What the `{}` are filled in with.
    """
    table = relation(one.identity)
    change_ = write("ALTER TABLE {} {}", others.percent(table), write(change, *parts))
    return write("DO {}", body(write(_LOOKED_UP, literal(change_), literal(table), literal(one.identity.name))))


def _other_name(column: Identity, whole: Whole) -> Sql | None:
    """A free name, where the one that PostgreSQL would choose is not."""
    chosen = chosen_name(column)
    if not _is_taken(chosen, column, whole):
        return None
    others = (chosen_name(column, str(number)) for number in count(1))
    return name(next(one for one in others if not _is_taken(one, column, whole)))


def _is_taken(text: str, column: Identity, whole: Whole) -> bool:
    named_so = Identity(Kind.CONSTRAINT, column.schema, column.relation, text)
    return named_so in whole.catalog.objects or named_so in whole.reserved
