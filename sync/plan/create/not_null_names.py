"""Names of NOT NULL, where the one that PostgreSQL would choose is another constraint's.

From 18 on NOT NULL is a constraint with a name. One that is made in CREATE TABLE has it before checks and keys come
that are made by themselves; PostgreSQL, which knows them all, would have chosen another.
Source: `ChooseConstraintName` and `makeObjectName` in PostgreSQL's pg_constraint.c and indexcmds.c.
"""

from itertools import count

from sync.model import Identity, Kind
from sync.plan.sql import Sql, name
from sync.plan.whole import Whole

_LONGEST = 63
_LABEL = "not_null"


def other_name(column: Identity, whole: Whole) -> Sql | None:
    """The name that the NOT NULL of a column has to be given; None where PostgreSQL's choice is free."""
    chosen = _chosen(column, _LABEL)
    if not _is_taken(chosen, column, whole):
        return None
    others = (_chosen(column, f"{_LABEL}{number}") for number in count(1))
    return name(next(one for one in others if not _is_taken(one, column, whole)))


def _is_taken(text: str, column: Identity, whole: Whole) -> bool:
    named_so = Identity(Kind.CONSTRAINT, column.schema, column.relation, text)
    return named_so in whole.catalog.objects or named_so in whole.reserved


def _chosen(column: Identity, label: str) -> str:
    """The longer one of the two names is cut until all fits, and none within a character."""
    names = [one.encode() for one in (column.relation, column.name)]
    room = _LONGEST - len(label) - 2
    while sum(map(len, names)) > room:
        longer = 0 if len(names[0]) > len(names[1]) else 1
        names[longer] = names[longer][:-1]
    return "_".join([*(one.decode(errors="ignore") for one in names), label])
