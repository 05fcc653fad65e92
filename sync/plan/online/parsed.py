"""What PostgreSQL's own parser makes of a text that the server wrote."""

from dataclasses import dataclass
from typing import Any

import postgast
from postgast.walk import walk

from sync.parsing import ParserError
from sync.plan.sql import Sql, deparsed, write

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """The definition of a unique constraint or a primary key.

    Attributes:
        columns: What is unique.
        included: What its index has beside that.
        nulls_not_distinct: Whether two rows without a value are the same.
        without_overlaps: Whether the last column is a period.
        deferrable: Whether it may be checked at the end of a transaction.
        deferred: Whether it is, unless somebody says otherwise.
    """

    columns: tuple[str, ...]
    included: tuple[str, ...]
    nulls_not_distinct: bool
    without_overlaps: bool
    deferrable: bool
    deferred: bool


def key(definition: str) -> Key | None:
    """The definition of a key; None where the parser is too old to know it."""
    tree = _parsed(write("ALTER TABLE t ADD {}", deparsed(definition)))
    if tree is None:
        return None
    found = next(node for _, node in walk(tree) if type(node).__name__ == "Constraint")
    return Key(
        columns=_names(found.keys),
        included=_names(found.including),
        nulls_not_distinct=found.nulls_not_distinct,
        without_overlaps=found.without_overlaps,
        deferrable=found.deferrable,
        deferred=found.initdeferred,
    )


def calls(expression: str) -> frozenset[Name]:
    """The functions that an expression calls, each by the name that it stands under; none where it is not known."""
    tree = _parsed(write("SELECT {}", deparsed(expression)))
    if tree is None:
        return frozenset()
    return frozenset(_names(node.funcname) for _, node in walk(tree) if type(node).__name__ == "FuncCall")


def _parsed(text: Sql) -> Any:
    try:
        return postgast.parse(text)
    except ParserError:
        return None


def _names(nodes: Any) -> tuple[str, ...]:
    return tuple(postgast.unwrap_node(node).sval for node in nodes)
