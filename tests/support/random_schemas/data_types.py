"""The types of a random schema, and values of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from hypothesis import strategies as st

from tests.support.random_schemas.world import STYLES, Draw, InSchema, Key, Schema, World, literal, one_of, quoted


@dataclass(frozen=True, slots=True)
class _BuiltIn:
    """A type that PostgreSQL comes with.

    Attributes:
        group: What columns change to each other keep their values in.
        sample: The text of a value, of a small number.
        is_ordered: Whether indexes and keys can have it.
        is_injective: Whether each number has a value of its own.
    """

    group: str
    sample: str
    is_ordered: bool = True
    is_injective: bool = True


_BUILT_IN = {
    **dict.fromkeys(("integer", "bigint", "smallint", "text"), _BuiltIn("plain", "{n}")),
    **dict.fromkeys(("numeric", "numeric(8,0)", "varchar(20)", "varchar(40)"), _BuiltIn("plain", "{n}")),
    "double precision": _BuiltIn("plain", "{n}"),
    **dict.fromkeys(("date", "timestamp(3)", "timestamptz", "timestamptz(0)"), _BuiltIn("times", "2024-01-{n:02d}")),
    "boolean": _BuiltIn("boolean", "false", is_injective=False),
    "uuid": _BuiltIn("uuid", "{n:08d}-0000-0000-0000-000000000000"),
    "jsonb": _BuiltIn("json", '{{"a\'b": {n}}}'),
    "json": _BuiltIn("json", '{{"a": {n}}}', is_ordered=False),
    "bytea": _BuiltIn("bytea", "\\x{n:02d}"),
    "inet": _BuiltIn("inet", "10.0.0.{n}"),
    "interval": _BuiltIn("interval", "{n} days"),
    "interval day to second(2)": _BuiltIn("interval", "{n} days"),
    "point": _BuiltIn("point", "({n},{n})", is_ordered=False),
    "bit(8)": _BuiltIn("bit", "0000{n:04b}"),
    "char(3)": _BuiltIn("char", "{n}"),
    '"char"': _BuiltIn("char1", "{n}", is_injective=False),
    "int4range": _BuiltIn("int4range", "[{n},{n}]"),
    "tsvector": _BuiltIn("tsvector", "'{n}'"),
}
INTEGERS = ("integer", "bigint", "smallint")
STRINGS = ("text", "varchar(20)", "varchar(40)")
_PLAIN = "plain"
_SUBTYPES = ("integer", "bigint", "numeric", "date", "text", "double precision")
_LABELS = ("kept", "two", "it's", 'a"b', "Ünï", "$$", "b\\", " ", "NULL", "x" * 63)
_COLLATIONS = ("C", "POSIX", "ucs_basic")
COLLATIONS = st.none() | st.sampled_from(_COLLATIONS)
_NUMBERS = 9
SHOWN = 6
"""How many numbers there are samples of in rows and defaults."""
_BARRED = 7  # the number of a sample that no domain allows
HIDDEN = 8
"""The number of a sample that no row has."""


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a value: a name that PostgreSQL knows, or the key of one that the world has."""

    of: str | Key
    is_array: bool = False

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        if isinstance(self.of, Key):
            yield self.of


@dataclass(frozen=True, kw_only=True)
class OwnType(InSchema):
    """A type that somebody made."""

    phase = 1


def typed(draw: Draw, world: World, before: Key | None = None) -> Type:
    """A type; `before`: made of items that are older than this one."""
    own = [one.key for one in world.of(OwnType) if before is None or one.key < before]
    common = st.sampled_from(("integer", "bigint", "text", "varchar(20)"))
    of = draw(st.one_of(common, st.sampled_from(list(_BUILT_IN)), *([st.sampled_from(own)] * 2 if own else [])))
    return Type(of, is_array=draw(st.integers(0, 7)) == 0)


def text_of(of: Type, world: World) -> str:
    """A type in SQL."""
    return (of.of if isinstance(of.of, str) else world.place(of.of)) + ("[]" if of.is_array else "")


def group_of(of: Type, world: World) -> str:
    """Which types values can go to from this one, and come from."""
    one = world.items.get(of.of) if isinstance(of.of, Key) else None
    if isinstance(one, Domain):
        within = group_of(one.base, world)
    else:
        within = _BUILT_IN[of.of].group if isinstance(of.of, str) else f"{of.of}"
    return within + ("[]" if of.is_array else "")


def is_plain(of: Type, world: World) -> bool:
    """Whether values are written as numbers."""
    return group_of(of, world) == _PLAIN


def is_one_of(of: Type, names: tuple[str, ...]) -> bool:
    """Whether it is one of PostgreSQL's own."""
    return of.of in names and not of.is_array


def is_ordered(of: Type, world: World) -> bool:
    """Whether keys and indexes can have it."""
    one = world.items.get(of.of) if isinstance(of.of, Key) else None
    match one:
        case Domain():
            return is_ordered(one.base, world)
        case Composite():
            return all(is_ordered(each, world) for _, each in one.there(world))
    return not isinstance(of.of, str) or _BUILT_IN[of.of].is_ordered


def is_compared(of: Type, world: World) -> bool:
    """Whether there is an operator for it: PostgreSQL finds none for domains over what somebody made, and arrays."""
    one = world.items.get(of.of) if isinstance(of.of, Key) and not of.is_array else None
    if isinstance(one, Domain):
        base = one.base
        is_own = isinstance(base.of, Key) and not isinstance(world.items[base.of], Domain)
        return not base.is_array and not is_own and is_compared(base, world)
    return is_ordered(of, world)


def is_injective(of: Type, world: World) -> bool:
    """Whether samples of different numbers differ."""
    one = world.items.get(of.of) if isinstance(of.of, Key) else None
    match one:
        case Domain():
            return is_injective(one.base, world)
        case Range():
            return True
    return isinstance(of.of, str) and not of.is_array and _BUILT_IN[of.of].is_injective


def sample(of: Type, number: int, world: World, *, kept: bool = False) -> str:
    """A value; `kept`: one that each form of an enum has."""
    if of.is_array:
        return f"ARRAY[{sample(Type(of.of), number, world, kept=kept)}]::{text_of(of, world)}"
    one, text = world.items.get(of.of) if isinstance(of.of, Key) else None, text_of(of, world)
    match one:
        case Enum():
            return f"{literal(_LABELS[0] if kept else one.shown[number % len(one.shown)])}::{text}"
        case Domain():
            return f"{sample(one.base, number, world, kept=kept)}::{text}"
        case Composite():
            values = [sample(each, number, world, kept=kept) for _, each in one.there(world)]
            return f"ROW({', '.join(values)})::{text}"
        case Range():
            ends = (sample(Type(one.subtype), each, world) for each in (number % SHOWN, HIDDEN))
            return f"'empty'::{text}" if number == HIDDEN else f"{text}({', '.join(ends)})"
    assert isinstance(of.of, str)
    return f"{literal(_BUILT_IN[of.of].sample.format(n=number % _NUMBERS + 1))}::{text}"


@dataclass(frozen=True, kw_only=True)
class Enum(OwnType):
    """An enum, which always has one same label."""

    labels: tuple[str, ...]

    letter = "e"

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        schema = one_of(draw, world.of(Schema))
        labels = draw(st.lists(st.sampled_from(_LABELS), min_size=1, max_size=4, unique=True))
        return None if schema is None else cls(key=key, style=draw(STYLES), schema=schema, labels=tuple(labels))

    @property
    def shown(self) -> tuple[str, ...]:
        """All its labels."""
        return self.labels if _LABELS[0] in self.labels else (*self.labels, _LABELS[0])

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        yield f"CREATE TYPE {world.place(self.key)} AS ENUM ({', '.join(map(literal, self.shown))})"


@dataclass(frozen=True, kw_only=True)
class Domain(OwnType):
    """A domain over anything, also over another one."""

    base: Type
    default: int | None
    not_null: bool
    checks: tuple[int, ...]
    collation: str | None

    letter = "d"

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        schema = one_of(draw, world.of(Schema))
        if schema is None:
            return None
        return cls(
            key=key,
            style=draw(STYLES),
            schema=schema,
            base=typed(draw, world, key),
            default=draw(st.none() | st.integers(0, 5)),
            not_null=draw(st.integers(0, 4)) == 0,
            checks=tuple(draw(st.lists(st.integers(0, 4), max_size=2, unique=True))),
            collation=draw(COLLATIONS),
        )

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield from (self.schema, *self.base.needs())

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        place = world.place(self.key)
        collation = f" COLLATE {quoted(self.collation)}" if self.collation and is_one_of(self.base, STRINGS) else ""
        default = "" if self.default is None else f" DEFAULT {sample(self.base, self.default, world)}"
        required = " NOT NULL" if self.not_null else ""
        yield f"CREATE DOMAIN {place} AS {text_of(self.base, world)}{collation}{default}{required}"
        for one in self.checks:
            condition = "VALUE IS NOT NULL OR VALUE IS NULL"
            can_differ = is_ordered(self.base, world) and is_injective(self.base, world)
            if one and can_differ and isinstance(self.base.of, str):
                condition = f"VALUE IS DISTINCT FROM {sample(self.base, _BARRED, world)}"
            named = "" if one == 1 else f"CONSTRAINT {quoted(f'c{one} of {self.key}')}"
            yield f"ALTER DOMAIN {place} ADD {named} CHECK ({condition}){' NOT VALID' if one == 4 else ''}"


@dataclass(frozen=True, kw_only=True)
class Composite(OwnType):
    """A composite type."""

    attributes: tuple[tuple[int, Type], ...]

    letter = "k"

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        schema = one_of(draw, world.of(Schema))
        if schema is None:
            return None
        numbers = draw(st.lists(st.integers(0, 5), min_size=1, max_size=4, unique=True))
        attributes = tuple((one, typed(draw, world, key)) for one in numbers)
        return cls(key=key, style=draw(STYLES), schema=schema, attributes=attributes)

    def there(self, world: World) -> list[tuple[str, Type]]:
        """The names and types of its attributes, of which one does as well without a type that is gone."""
        found = [(f"a{number}", of) for number, of in self.attributes]
        return [(name, of if all(key in world.items for key in of.needs()) else Type("text")) for name, of in found]

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        attributes = ", ".join(f"{quoted(name)} {text_of(of, world)}" for name, of in self.there(world))
        yield f"CREATE TYPE {world.place(self.key)} AS ({attributes})"


@dataclass(frozen=True, kw_only=True)
class Range(OwnType):
    """A range type."""

    subtype: str
    has_difference: bool

    letter = "r"
    fixed = frozenset({"key", "subtype"})

    @property
    def name(self) -> str:
        """Its name, which PostgreSQL would cut amid a character for the type of many ranges."""
        return super().name.encode()[:52].decode(errors="ignore")

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        schema = one_of(draw, world.of(Schema))
        if schema is None:
            return None
        return cls(
            key=key,
            style=draw(STYLES),
            schema=schema,
            subtype=draw(st.sampled_from(_SUBTYPES)),
            has_difference=draw(st.booleans()),
        )

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        known = self.subtype == "double precision" and self.has_difference
        difference = ", SUBTYPE_DIFF = float8mi" if known else ""
        yield f"CREATE TYPE {world.place(self.key)} AS RANGE (SUBTYPE = {self.subtype}{difference})"
