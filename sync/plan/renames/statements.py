"""A rename, and the SQL that does it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sync.model import Catalog, Identity, Kind
from sync.model.objects import RangeType, Sequence, Table
from sync.plan.references import place, reference, relation
from sync.plan.renames.kinds import IN_SCHEMA
from sync.plan.sql import NOTHING, Sql, literal, name, qualified, write
from sync.plan.whole import Whole, pair

# The trigger of a partitioned table takes its copies along.
_TRIGGERS_RECURSE_SINCE = 15
_MULTIRANGES_SINCE = 14


@dataclass(frozen=True, slots=True)
class Rename:
    """What A calls so, and B so.

    Attributes:
        old: In A.
        new: In B.
        value: Of an enum type or a composite type, the label or attribute that is renamed, in A and in B.
        statements: What does it. They name all else as A does.
    """

    old: Identity
    new: Identity
    value: tuple[str, str] | None
    statements: tuple[Sql, ...]


def renaming(old: Identity, new: Identity, value: tuple[str, str] | None, schema: str, a: Whole) -> Iterator[Sql]:
    """The statements that rename one thing, and put it into a schema of A's if that is another one."""
    if value is not None:
        yield _part(old, value, a)
        return
    own = new.name or new.schema
    comes_along = schema == old.schema or old.kind not in IN_SCHEMA or _is_owned(old, a.catalog)
    if comes_along:
        yield from _named(old, own, a)
        return
    if not any(one.schema == schema for one in a.catalog.objects):
        yield write("CREATE SCHEMA IF NOT EXISTS {}", name(schema))
    move = write("SET SCHEMA {}", name(schema))
    if own != old.name and _is_taken(old, old.schema, own, a.catalog):
        yield write("ALTER {} {}", reference(old), move)
        yield from _named(_moved(old, schema), own, a)
        return
    if own != old.name:
        yield from _named(old, own, a)
    yield write("ALTER {} {}", reference(_renamed(old, own)), move)


def _part(of: Identity, value: tuple[str, str], a: Whole) -> Sql:
    if of.kind is Kind.ENUM:
        return write("ALTER TYPE {} RENAME VALUE {} TO {}", place(of), literal(value[0]), literal(value[1]))
    has_tables = any(one.of_type == place(of) for one in a.of(Table))
    cascade = Sql(" CASCADE") if has_tables else NOTHING
    return write("ALTER TYPE {} RENAME ATTRIBUTE {} TO {}{}", place(of), name(value[0]), name(value[1]), cascade)


def _named(old: Identity, own: str, a: Whole) -> Iterator[Sql]:
    new = name(own)
    match old.kind:
        case Kind.COLUMN:
            yield write("ALTER TABLE {} RENAME COLUMN {} TO {}", relation(old), name(old.name), new)
        case Kind.CONSTRAINT:
            yield write("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", relation(old), name(old.name), new)
        case Kind.DOMAIN_CONSTRAINT:
            yield write("ALTER DOMAIN {} RENAME CONSTRAINT {} TO {}", relation(old), name(old.name), new)
        case Kind.TRIGGER:
            for one in (old, *_copies(old, a)):
                yield write("ALTER {} RENAME TO {}", reference(one), new)
        case _:
            yield write("ALTER {} RENAME TO {}", reference(old), new)
            yield from _multirange(old, own, a)


def _multirange(old: Identity, own: str, a: Whole) -> Iterator[Sql]:
    """The multirange type of a range keeps its name; one that PostgreSQL named after the range is renamed with it."""
    found = a.catalog.objects.get(old)
    if isinstance(found, RangeType) and found.multirange is None and a.catalog.major >= _MULTIRANGES_SINCE:
        was, becomes = _of_multirange(old.name), _of_multirange(own)
        yield write("ALTER TYPE {} RENAME TO {}", qualified(old.schema, was), name(becomes))


def _of_multirange(own: str) -> str:
    """As PostgreSQL names it (`makeMultirangeTypeName` in pg_type.c), but for what would be too long."""
    return own.replace("range", "multirange", 1) if "range" in own else f"{own}_multirange"


def _copies(of: Identity, a: Whole) -> Iterator[Identity]:
    if a.catalog.major < _TRIGGERS_RECURSE_SINCE:
        for table in a.partitions_below(of.schema, of.relation):
            found = Identity(Kind.TRIGGER, table.schema, table.name, of.name)
            if found in a.catalog.objects:
                yield found


def _is_owned(of: Identity, a: Catalog) -> bool:
    """Whether it goes where its table goes, and nowhere else."""
    found = a.objects.get(of)
    return isinstance(found, Sequence) and found.owned_by is not None


def _is_taken(old: Identity, schema: str, own: str, a: Catalog) -> bool:
    return any((one.schema, one.relation, one.name) == (schema, "", own) for one in a.objects if one.kind is old.kind)


def _renamed(of: Identity, own: str) -> Identity:
    return Identity(of.kind, of.schema, of.relation, own, of.signature)


def _moved(of: Identity, schema: str) -> Identity:
    return Identity(of.kind, schema, of.relation, of.name, of.signature)


def attributes(columns: tuple[str, ...]) -> dict[str, str]:
    """The attributes of a composite type by name: type and collation."""
    found = {}
    for text in columns:
        own, rest = _split(text)
        found[own] = rest
    return found


def _split(text: str) -> tuple[str, str]:
    """The name that a text begins with, and the rest."""
    if not text.startswith('"'):
        own, _, rest = text.partition(" ")
        return own, rest
    end = 1
    while text.startswith('""', end) or text[end] != '"':
        end += 2 if text.startswith('""', end) else 1
    return pair(f"_.{text[: end + 1]}")[1], text[end + 2 :]
