"""Operators, and how access methods use them."""

from dataclasses import dataclass

from sync.model.base import SchemaObject, Unordered


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Operator(SchemaObject):
    """An operator. One that others name, and that is not made yet, has no function."""

    function: str | None
    result: str | None
    commutator: str | None
    negator: str | None
    restrict: str | None
    join: str | None
    hashes: bool
    merges: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OperatorClass(SchemaObject):
    """An operator class. Its operators and functions are those of its family for its type."""

    type: str
    default: bool
    family: str
    storage: str | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OperatorFamily(SchemaObject):
    """An operator family, with what was made by itself and with its classes.

    A family of PostgreSQL's own, or of an extension, has only the user's operators and functions here.
    """

    operators: Unordered
    functions: Unordered
