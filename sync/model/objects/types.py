"""Types, the constraints of domains, and collations."""

from dataclasses import dataclass

from sync.model.base import Cosmetic, Deparsed, SchemaObject, Source


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Enum(SchemaObject):
    """An enum type."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Domain(SchemaObject):
    """A domain, without its CHECK constraints."""

    type: str
    not_null: bool
    not_null_name: str | None
    default: Deparsed | None
    collation: str | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DomainConstraint(SchemaObject):
    """A CHECK constraint of a domain. NOT NULL is an attribute of the domain. `generated_name` as of a constraint."""

    definition: Deparsed
    generated_name: Cosmetic | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CompositeType(SchemaObject):
    """A composite type that stands for itself. `columns` are its attributes: `name type COLLATE c`."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RangeType(SchemaObject):
    """A range type and the multirange type, casts and functions that come with it.

    `multirange` is the name of the multirange type when it is not the one that PostgreSQL gives it by itself.
    """

    subtype: str
    operator_class: str
    collation: str | None
    canonical: str | None
    subtype_difference: str | None
    multirange: str | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BaseType(SchemaObject):
    """A base type with the functions behind it; a shell type has none."""

    input: str | None
    output: str | None
    receive: str | None
    send: str | None
    modifier_input: str | None
    modifier_output: str | None
    analyze: str | None
    subscript: str | None
    length: str
    by_value: bool
    alignment: str
    storage: str
    category: str
    preferred: bool
    default: Source | None
    element: str | None
    delimiter: str
    collatable: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Collation(SchemaObject):
    """A collation. The version of the library that it was made with is the machine's and not compared."""

    provider: str
    deterministic: bool
    collate: str | None
    ctype: str | None
    locale: str | None
    rules: Source | None
