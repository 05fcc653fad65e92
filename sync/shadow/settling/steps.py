"""What the making of objects in a scratch database consists of: statements, and in which order they have a chance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, auto

from psycopg import sql

from sync.model import Identity, SchemaObject

Place = tuple[str, str]


class Rank(IntEnum):
    """What comes first. Within a rank, and against it where need be, what works decides."""

    SURROUNDING = auto()
    TYPE = auto()
    TABLE = auto()
    ROUTINE = auto()
    CALLED = auto()
    KEY = auto()
    VIEW = auto()
    DETAIL = auto()
    REFERENCE = auto()
    BODY = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to be made.

    Attributes:
        rank: When.
        attempts: The statement; behind it those that may do in its place when it fails, without all that is under test.
        identity: Which object it makes.
    """

    rank: Rank
    attempts: tuple[str, ...]
    identity: Identity


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made of an object, as far as the object itself does not say.

    Attributes:
        attributes: By identity the attributes that are under test: these are made in full.
        parts: By schema and name of a table, what it cannot be without: its columns and keys.
    """

    attributes: Mapping[Identity, frozenset[str]]
    parts: Mapping[Place, list[SchemaObject]] = field(default_factory=dict)

    def tests(self, one: SchemaObject, attribute: str) -> bool:
        """Whether the attribute of the object is under test."""
        return attribute in self.attributes.get(one.identity, ())


Steps = Iterator[Step]


def step(one: SchemaObject, rank: Rank, *attempts: sql.Composable) -> Step:
    """A step that makes an object, or a part of it."""
    return Step(rank, tuple(attempt.as_string() for attempt in attempts), one.identity)


def name_of(one: SchemaObject) -> sql.Identifier:
    """The object's own name with its schema."""
    return sql.Identifier(one.identity.schema, one.identity.name)


def relation_of(one: SchemaObject) -> sql.Identifier:
    """The name of what the object is on."""
    return sql.Identifier(one.identity.schema, one.identity.relation)


def own(one: SchemaObject) -> sql.Identifier:
    """The object's own name without a schema."""
    return sql.Identifier(one.identity.name)


def write(template: str, *parts: sql.Composable | str) -> sql.Composed:
    """A statement. A part that is a text is SQL as the server deparsed it."""
    return sql.SQL(template).format(*(sql.SQL(part) if isinstance(part, str) else part for part in parts))


def with_options(options: Mapping[str, str | None]) -> str:
    """`(NAME = value, NAME = value)` of those that have a value."""
    return "(" + ", ".join(f"{name} = {value}" for name, value in options.items() if value is not None) + ")"
