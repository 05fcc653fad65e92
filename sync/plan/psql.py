"""Statements as psql takes them, which fills in variables before the server sees anything.

Outside of strings it takes `:name` and `:"name"` for a variable, also in `a[1:name]`, and some are always set.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from sync.plan.sql import Sql

_MAY_BE_VARIABLE = re.compile(r"""(?<!:):(?=[\w'"{])""")


class Is(Enum):
    """What a piece of a statement is."""

    STRING = auto()
    COLON = auto()
    OTHER = auto()
    BETWEEN = auto()
    """White space and comments."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a statement: one token, or what is between two."""

    is_: Is
    text: str


def pieces(sql: Sql) -> Iterator[Piece]:
    """A statement in the pieces that PostgreSQL's own scanner sees; in one where it cannot be read."""
    import postgast

    kinds = {
        postgast.pg_query_pb2.SCONST: Is.STRING,
        postgast.pg_query_pb2.ASCII_58: Is.COLON,
        postgast.pg_query_pb2.SQL_COMMENT: Is.BETWEEN,
        postgast.pg_query_pb2.C_COMMENT: Is.BETWEEN,
    }
    raw = sql.encode()
    try:
        tokens = postgast.scan(sql).tokens
    except postgast.PgQueryError:
        tokens = []
    end = 0
    for token in tokens:
        if end < token.start:
            yield Piece(Is.BETWEEN, raw[end : token.start].decode())
        yield Piece(kinds.get(token.token, Is.OTHER), raw[token.start : token.end].decode())
        end = token.end
    if end < len(raw):
        yield Piece(Is.BETWEEN, raw[end:].decode())


def without_variables(sql: Sql) -> Sql:
    """The statement with a space behind each colon that psql could take for the beginning of a variable."""
    bracket = sql.find("[")
    # Only the bounds of array slices have a colon between them.
    if bracket < 0 or not _MAY_BE_VARIABLE.search(sql, bracket):
        return sql
    return unmistakable(pieces(sql))


def unmistakable(found: Iterable[Piece]) -> Sql:
    """The pieces of a statement together, with a space behind each colon."""
    return Sql("".join(f"{one.text} " if one.is_ is Is.COLON else one.text for one in found))
