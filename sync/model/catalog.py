"""A catalog: everything that was read from one database at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass

from sync.model.identity import Identity
from sync.model.objects import SchemaObject


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something that the reader noticed and does not compare.

    Attributes:
        code: A stable word for programs: `not-compared`.
        message: One line for people.
    """

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """The schema objects of one database.

    Attributes:
        label: The database's name for people, without secrets.
        server_version: As `server_version_num` gives it: 180006 is 18.6.
        objects: By identity; the columns of a table come in their physical order.
        diagnostics: What was seen and not compared.
    """

    label: str
    server_version: int
    objects: Mapping[Identity, SchemaObject]
    diagnostics: tuple[Diagnostic, ...] = ()
