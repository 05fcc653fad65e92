"""The names that PostgreSQL chooses for NOT NULL.

Source: `ChooseConstraintName` and `makeObjectName` in PostgreSQL's pg_constraint.c and indexcmds.c.
"""

from sync.model import Identity

_LONGEST = 63
_LABEL = "not_null"


def chosen_name(column: Identity, number: str = "") -> str:
    """What the NOT NULL of a column is called that is given no name.

    The longer one of the two names is cut until all fits, and none within a character.

    Args:
        column: The column.
        number: What comes last, where the name without it is taken.
    """
    names = [one.encode() for one in (column.relation, column.name)]
    room = _LONGEST - len(_LABEL + number) - 2
    while sum(map(len, names)) > room:
        longer = 0 if len(names[0]) > len(names[1]) else 1
        names[longer] = names[longer][:-1]
    return "_".join([*(one.decode(errors="ignore") for one in names), _LABEL + number])
