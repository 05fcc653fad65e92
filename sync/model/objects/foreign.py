"""How to reach the data of other servers."""

from dataclasses import dataclass

from sync.model.base import Options, SchemaObject


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ForeignDataWrapper(SchemaObject):
    """A foreign-data wrapper."""

    handler: str | None
    validator: str | None
    options: Options


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Server(SchemaObject):
    """A foreign server."""

    wrapper: str
    type: str | None
    version: str | None
    options: Options


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UserMapping(SchemaObject):
    """What a role, or `public`, is on a foreign server. All but the names of the options is secret."""

    options: Options
