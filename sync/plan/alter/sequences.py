"""Sequences, which keep the value that they have come to."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from sync.model import Identity, Kind
from sync.model.objects import Sequence
from sync.plan.create import sequences
from sync.plan.references import place
from sync.plan.sql import Sql, literal, write
from sync.plan.whole import Whole, pair

# What may follow from another type or direction, when it is not said.
_BOUNDS = frozenset({"minimum", "maximum"})
_WORDS = {
    "type": "AS",
    "increment": "INCREMENT BY",
    "minimum": "MINVALUE",
    "maximum": "MAXVALUE",
    "start": "START WITH",
    "cache": "CACHE",
}
_LOWEST = Sql(str(-(2**63)))


def sequence(old: Sequence, new: Sequence, attributes: AbstractSet[str], _: Whole) -> Iterator[Sql]:
    """A sequence."""
    yield from renumbered(old, new)
    if "persistence" in attributes:
        yield persisting(new)
    if "owned_by" in attributes:
        if old.owned_by is not None and new.owned_by is not None:
            yield sequences.owned_by(replace(new, owned_by=None))
        yield sequences.owned_by(new)


def renumbered(old: Sequence, new: Sequence) -> Iterator[Sql]:
    """How a sequence counts."""
    changed = {name for name in _WORDS if getattr(old, name) != getattr(new, name)}
    if "type" in changed:
        changed |= _BOUNDS
    said = [f" {word} {getattr(new, name)}" for name, word in _WORDS.items() if name in changed]
    if new.minimum > old.maximum or new.maximum < old.minimum:
        said.append(f" RESTART WITH {new.start}")
    elif new.minimum > old.minimum or new.maximum < old.maximum:
        yield continued(place(new.identity), new)
    if old.cycle != new.cycle:
        said.append(" CYCLE" if new.cycle else " NO CYCLE")
    if said:
        yield write("ALTER SEQUENCE {}{}", place(new.identity), Sql("".join(said)))


def persisting(one: Sequence) -> Sql:
    """Whether a sequence is logged."""
    how = "UNLOGGED" if one.persistence == "unlogged" else "LOGGED"
    return write("ALTER SEQUENCE {} SET {}", place(one.identity), Sql(how))


def behind(identity_sequence: str, persistence: str) -> Sequence:
    """The sequence of an identity column.

    Args:
        identity_sequence: As the column has it.
        persistence: That of the table, which the sequence has unless it says another.
    """
    found = sequences.taken_apart(identity_sequence)
    schema, name = pair(found["name"])
    said = {"logged": "permanent", None: persistence}
    return Sequence(
        Identity(Kind.SEQUENCE, schema, "", name),
        type=found["type"],
        start=int(found["start"]),
        increment=int(found["increment"]),
        minimum=int(found["minimum"]),
        maximum=int(found["maximum"]),
        cache=int(found["cache"]),
        cycle=bool(found["cycle"]),
        persistence=said.get(found["persistence"], "unlogged"),
        owned_by=None,
    )


def kept(of: Identity) -> Iterator[Sql]:
    """Remember which value a sequence has come to, for when another one takes its place."""
    yield write("CREATE TEMPORARY SEQUENCE kept_value MINVALUE {}", _LOWEST)
    yield write("SELECT pg_catalog.setval('pg_temp.kept_value', last_value, is_called) FROM {}", place(of))


def restored(one: Sequence) -> Iterator[Sql]:
    """Let the other one go on from there."""
    yield continued(Sql("pg_temp.kept_value"), one)
    yield Sql("DROP SEQUENCE pg_temp.kept_value")


def continued(other: Sql, one: Sequence) -> Sql:
    """Let a sequence go on where one has come to, or begin where it may. One that is past its end fails."""
    rises = one.increment > 0
    begin, end = (Sql(str(limit)) for limit in (one.minimum, one.maximum)[:: 1 if rises else -1])
    later, earlier, started = map(Sql, ("greatest", "least", ">=") if rises else ("least", "greatest", "<="))
    value = write("{}({}, CASE WHEN is_called THEN last_value ELSE {}({}, last_value) END)", later, begin, earlier, end)
    is_called = write("is_called AND last_value {} {}", started, begin)
    own = literal(place(one.identity))
    return write("SELECT pg_catalog.setval({}, {}, {}) FROM {}", own, value, is_called, other)
