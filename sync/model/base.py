"""What all objects have in common, and what can be said about an attribute of one."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import Enum, StrEnum
from typing import Annotated, Any, get_args

from sync.model.identity import Identity


class Unknown(Enum):
    """The value of an attribute that a snapshot does not have, because it is older than the attribute."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN
Value = str | int | float | bool | None | tuple[str, ...] | Unknown


class Mark(StrEnum):
    """What can be said about an attribute."""

    DEPARSED = "deparsed"
    UNORDERED = "unordered"
    OPTIONS = "options"
    SOURCE = "source"
    COSMETIC = "cosmetic"
    CONNECTION = "connection"


# Text that the server deparsed: two servers, or two ways to come to it, may write it differently.
Deparsed = Annotated[str, Mark.DEPARSED]
# Several texts in an order that PostgreSQL does not keep or does not heed; they are sorted.
Unordered = Annotated[tuple[str, ...], Mark.UNORDERED]
# `name=value` settings, in any order, some of which may be secrets.
Options = Annotated[tuple[str, ...], Mark.UNORDERED, Mark.OPTIONS]
# Text that a person wrote, with any line ends, which may have secrets in it.
Source = Annotated[str, Mark.SOURCE]
# A connection string, taken apart into its `name=value` settings, without its secrets.
ConnectionString = Annotated[tuple[str, ...], Mark.UNORDERED, Mark.CONNECTION]
# A difference of it changes nothing that PostgreSQL does.
Cosmetic = Annotated[str, Mark.COSMETIC]
CosmeticFlag = Annotated[bool, Mark.COSMETIC]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SchemaObject:
    """One object. Every field but the identity is compared.

    A field holds text as PostgreSQL deparses it under an empty search path (so every name in it is qualified), a
    number, a truth value, or a tuple of texts; None and the empty tuple mean that PostgreSQL keeps nothing there.

    The classes share one way to be compared and shown: making one for each would take a tenth of the time in which
    a schema is read.
    """

    identity: Identity

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SchemaObject) or type(self) is not type(other):
            return False
        return self.identity == other.identity and self.attributes() == other.attributes()

    def __hash__(self) -> int:
        return hash(self.identity)

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.attributes())
        return f"{type(self).__name__}({str(self.identity)!r}, {shown})"

    def attributes(self) -> tuple[tuple[str, Value], ...]:
        """Name and value of everything that is compared, in the order of the class."""
        return tuple((name, getattr(self, name)) for name in attribute_names(type(self)))

    @property
    def cosmetic(self) -> frozenset[str]:
        """The attributes whose difference changes nothing that PostgreSQL does."""
        return marked(type(self), Mark.COSMETIC)

    @property
    def implied(self) -> bool:
        """Whether the object comes and goes with what it is about, so that only a change of it says something."""
        return False


# What was found out about classes, asked for each object. (mypy does not let `functools.cache` have them as keys.)
_NAMES: dict[type[SchemaObject], tuple[str, ...]] = {}
_MARKED: dict[tuple[type[SchemaObject], Mark], frozenset[str]] = {}


def attribute_names(of: type[SchemaObject]) -> tuple[str, ...]:
    """The names of the fields of a class of objects that are compared."""
    found = _NAMES.get(of)
    if found is None:
        found = _NAMES[of] = tuple(one.name for one in fields(of) if one.name != "identity")
    return found


def marked(of: type[SchemaObject], mark: Mark) -> frozenset[str]:
    """The attributes of a class that are marked so."""
    found = _MARKED.get((of, mark))
    if found is None:
        found = _MARKED[of, mark] = frozenset(one.name for one in fields(of) if mark in _marks(one.type))
    return found


def _marks(annotation: Any) -> Iterator[Any]:
    """What stands in the `Annotated` of a type, also within a union."""
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _marks(part)
