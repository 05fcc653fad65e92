"""The identity of an object: what makes it the same object in two databases."""

import re
from dataclasses import dataclass

from sync.model.kinds import Kind

_PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_$]*\Z")


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """A kind and a place.

    Attributes:
        kind: What it is.
        schema: The schema it is in; for a schema, its own name.
        relation: The table or view it is on, for columns, constraints, indexes, policies and triggers; else empty.
        name: Its own name; empty for a schema.
        signature: For functions and procedures the types of the input arguments: `integer, text`; else empty.
    """

    kind: Kind
    schema: str
    relation: str = ""
    name: str = ""
    signature: str = ""

    def __str__(self) -> str:
        """`public.orders/own_rows`, `public.total(integer)`, `public`: unambiguous, names quoted where SQL would."""
        if not self.name:
            return quoted(self.schema)
        if self.relation:
            return f"{self.owner}/{quoted(self.name)}"
        return f"{quoted(self.schema)}.{self.local}"

    @property
    def owner(self) -> str | None:
        """The relation that this object is on, as text: `public.orders`; None when it stands for itself."""
        return f"{quoted(self.schema)}.{quoted(self.relation)}" if self.relation else None

    @property
    def brief(self) -> str:
        """The name to show where what it is on stands above it; all of it for what stands for itself."""
        return self.local if self.relation else str(self)

    @property
    def local(self) -> str:
        """The object's own name, without where it is: `own_rows`, `total(integer)`."""
        if not self.name:
            return quoted(self.schema)
        arguments = f"({self.signature})" if self.kind in (Kind.FUNCTION, Kind.PROCEDURE) else ""
        return quoted(self.name) + arguments


def quoted(name: str) -> str:
    """The name as people know it from psql: in double quotes when it is not plain lower case."""
    return name if _PLAIN_NAME.match(name) else '"' + name.replace('"', '""') + '"'
