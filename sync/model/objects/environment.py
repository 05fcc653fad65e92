"""What a schema is built with: extensions, languages, casts, conversions, transforms, access methods."""

from dataclasses import dataclass

from sync.model.base import SchemaObject


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Extension(SchemaObject):
    """An extension. What it consists of is its own affair."""

    in_schema: str
    version: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Language(SchemaObject):
    """A procedural language that no extension brought along."""

    trusted: bool
    handler: str | None
    inline: str | None
    validator: str | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cast(SchemaObject):
    """A cast from one type to another."""

    function: str | None
    context: str
    method: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Conversion(SchemaObject):
    """A conversion from one encoding to another."""

    for_encoding: str
    to_encoding: str
    function: str
    default: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Transform(SchemaObject):
    """How values of a type go to functions in a language and come back."""

    from_sql: str | None
    to_sql: str | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AccessMethod(SchemaObject):
    """An access method for tables or indexes."""

    type: str
    handler: str
