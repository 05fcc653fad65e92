"""Sequences, and what is said of one that comes with an identity column."""

import re
from collections.abc import Iterator

from sync.model.objects import Sequence
from sync.plan.references import place
from sync.plan.sql import NOTHING, Sql, deparsed, write
from sync.plan.whole import Whole

# As `columns.sql` writes it.
_OF_IDENTITY = re.compile(
    r"(?P<name>.+) (?P<type>smallint|integer|bigint) start (?P<start>-?\d+) increment (?P<increment>-?\d+)"
    r" minvalue (?P<minimum>-?\d+) maxvalue (?P<maximum>-?\d+) cache (?P<cache>\d+)(?P<cycle> cycle)?"
    r"(?: (?P<persistence>unlogged|logged))?",
    re.DOTALL,
)
_BITS = {"smallint": 15, "integer": 31, "bigint": 63}


def sequence(one: Sequence, _: Whole) -> Iterator[Sql]:
    """A sequence; which column owns it is said when that is there, see `owned_by`."""
    numbers = (one.start, one.increment, one.minimum, one.maximum, one.cache)
    yield write(
        "CREATE {}SEQUENCE {} AS {}{}",
        Sql("UNLOGGED ") if one.persistence == "unlogged" else NOTHING,
        place(one.identity),
        deparsed(one.type),
        _options(one.type, *numbers, cycle=one.cycle),
    )


def owned_by(one: Sequence) -> Sql:
    """A sequence goes when its column does."""
    return write("ALTER SEQUENCE {} OWNED BY {}", place(one.identity), deparsed(one.owned_by or "NONE"))


def of_identity(text: str) -> Sql:
    """What stands in the parentheses of an identity column."""
    found = taken_apart(text)
    names = ("start", "increment", "minimum", "maximum", "cache")
    options = _options(found["type"], *(int(found[name]) for name in names), cycle=bool(found["cycle"]))
    return write("SEQUENCE NAME {}{}", deparsed(found["name"]), options)


def said_of_identity(text: str, column_type: str) -> Iterator[Sql]:
    """What the sequence of an identity column has that cannot stand in the parentheses."""
    found = taken_apart(text)
    if found["type"] != column_type:  # it has its type from a column of another table, see CREATE TABLE … LIKE
        words = ("AS", found["type"], "MINVALUE", found["minimum"], "MAXVALUE", found["maximum"])
        yield write("ALTER SEQUENCE {} {}", deparsed(found["name"]), Sql(" ".join(words)))
    if found["persistence"]:  # it is logged, and its table is not, or the other way round
        yield write("ALTER SEQUENCE {} SET {}", deparsed(found["name"]), Sql(found["persistence"].upper()))


def taken_apart(text: str) -> re.Match[str]:
    """The sequence of an identity column."""
    found = _OF_IDENTITY.fullmatch(text)
    assert found is not None, text
    return found


def _options(  # noqa: PLR0917 - in the order in which PostgreSQL lists them
    of: str, start: int, increment: int, minimum: int, maximum: int, cache: int, *, cycle: bool
) -> Sql:
    """Those that are not as CREATE SEQUENCE has them by itself."""
    up = increment > 0
    lowest, highest = (1, 2 ** _BITS[of] - 1) if up else (-(2 ** _BITS[of]), -1)
    usual = (
        ("START WITH", start, minimum if up else maximum),
        ("INCREMENT BY", increment, 1),
        ("MINVALUE", minimum, lowest),
        ("MAXVALUE", maximum, highest),
        ("CACHE", cache, 1),
    )
    said = [f" {word} {number}" for word, number, by_itself in usual if number != by_itself]
    return Sql("".join(said) + (" CYCLE" if cycle else ""))
