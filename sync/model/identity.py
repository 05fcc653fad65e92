"""The identity of an object: what makes it the same object in two databases."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from sync.model.kinds import FACTS, RELATIONS, Kind

_NAMES = 10_000  # the same ones are shown again and again
_PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_$]*\Z")


class Identity(NamedTuple):
    """A kind and a place.

    Attributes:
        kind: What it is.
        schema: The schema it is in; for a schema, its own name; empty for what is in no schema.
        relation: What it is on: the table or view of a column, constraint, index, rule, policy or trigger, the domain
            of a domain constraint, the server of a user mapping; else empty.
        name: Its own name; empty for a schema.
        signature: What tells it apart beside the name: the types of the input arguments of a routine or an operator,
            the target type of a cast, the access method of an operator class, the language of a transform, the kind of
            objects that a default privilege is for; else empty.
        of: For a fact (an owner, a privilege, a comment, a security label) the kind of what it is about, whose place
            the other attributes have; else empty.
        to: The role that has a privilege, empty for the owner of the object; the provider of a security label.
    """

    kind: Kind
    schema: str
    relation: str = ""
    name: str = ""
    signature: str = ""
    of: Kind | str = ""
    to: str = ""

    def __str__(self) -> str:
        """`public.orders/own_rows`, `public.total(integer)`, `table public.orders to anna`: unambiguous in its kind."""
        if self.kind is Kind.DEFAULT_PRIVILEGE:
            place = f" in schema {quoted(self.schema)}" if self.schema else ""
            return f"of {quoted(self.name)}{place} on {self.signature}{self._party}"
        return f"{self.of} {self.place}{self._party}" if self.of else self.place

    @property
    def parent(self) -> str | None:
        """What this object is on, as text: `public.orders`; None when it stands for itself."""
        if self.relation:
            return f"{quoted(self.schema)}.{quoted(self.relation)}" if self.schema else quoted(self.relation)
        return self.place if self.of else None

    @property
    def group(self) -> tuple[str, ...]:
        """What people see together has the same: an object, what is on it, and the facts about it."""
        if self.relation:
            return ("", self.schema, self.relation, "")
        kind = self.of or self.kind
        return ("" if kind in RELATIONS or kind is Kind.SERVER else kind, self.schema, self.name, self.signature)

    @property
    def brief(self) -> str:
        """The name to show where what it is on stands above it; all of it for what stands for itself."""
        if self.kind in FACTS:
            on = f"{self.of} {self.local}" if self.relation else ""
            return f"{on}{self._party}".strip()
        return self.local if self.relation else str(self)

    @property
    def local(self) -> str:
        """The object's own name, without where it is: `own_rows`, `total(integer)`."""
        if not self.name:
            return quoted(self.schema)
        write = _WRITTEN.get(self.of or self.kind)
        return write(self.name, self.signature) if write else quoted(self.name)

    @property
    def place(self) -> str:
        """Where it is, without the kind and the role: `public.orders/own_rows`; that of what a fact is about."""
        if not self.name:
            return quoted(self.schema)
        if self.relation:
            place = f"{quoted(self.schema)}." if self.schema else ""
            return f"{place}{quoted(self.relation)}/{self.local}"
        return f"{quoted(self.schema)}.{self.local}" if self.schema else self.local

    @property
    def _party(self) -> str:
        if self.kind is Kind.SECURITY_LABEL:
            return f" by {quoted(self.to)}"
        if self.kind in (Kind.PRIVILEGE, Kind.DEFAULT_PRIVILEGE):
            return f" to {quoted(self.to)}" if self.to else " to its owner"
        return ""


@lru_cache(_NAMES)
def quoted(name: str) -> str:
    """The name as people know it from psql: in double quotes when it is not plain lower case."""
    return name if _PLAIN_NAME.match(name) else '"' + name.replace('"', '""') + '"'


def _call(name: str, types: str) -> str:
    return f"{quoted(name)}({types})"


def _of_method(name: str, method: str) -> str:
    return f"{quoted(name)} using {quoted(method)}"


# How name and signature are written together, where there is more to it than a quoted name.
_WRITTEN: dict[Kind | str, Callable[[str, str], str]] = {
    Kind.FUNCTION: _call,
    Kind.PROCEDURE: _call,
    Kind.AGGREGATE: _call,
    Kind.OPERATOR: lambda name, types: f"{name}({types})",
    Kind.OPERATOR_CLASS: _of_method,
    Kind.OPERATOR_FAMILY: _of_method,
    Kind.CAST: lambda source, target: f"{source} as {target}",
    Kind.TRANSFORM: lambda type_, language: f"for {type_} language {quoted(language)}",
}
