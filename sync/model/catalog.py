"""A catalog: everything that was read from one database at one moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sync.model.base import SchemaObject
from sync.model.dependencies import Dependency
from sync.model.identity import Identity
from sync.model.kinds import Kind


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something that the reader noticed and does not compare.

    Attributes:
        code: A stable word for programs: `not-compared`.
        message: One line for people.
    """

    code: str
    message: str


UNKNOWN_VERSION = "unknown"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the schema and decides what of it is compared.

    Attributes:
        services: By schema of the platform, the version of the service that made what is in it; empty where it has
            none of its own.
        managed: The partitioned tables whose partitions a tool makes and drops, as in `Table.partition_of`.
        partitions: Schema and name of these partitions.
    """

    services: Mapping[str, str] = field(default_factory=dict)
    managed: frozenset[str] = frozenset()
    partitions: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Catalog:
    """The schema objects of one database.

    Attributes:
        label: The database's name for people, without secrets.
        server_version: As `server_version_num` gives it: 180006 is 18.6.
        objects: By identity; the columns of a table come in their physical order.
        diagnostics: What was seen and not compared.
        surroundings: What decides what is compared with another catalog.
        kinds: What was looked for; None for all kinds that there are.
        dependencies: Which objects need which, where that was asked for.
        view_columns: The columns of views that functions need, `name type COLLATE c` each, likewise.
        unpopulated: The materialized views that cannot be read before they are filled, likewise.
    """

    label: str
    server_version: int
    objects: Mapping[Identity, SchemaObject]
    diagnostics: tuple[Diagnostic, ...] = ()
    surroundings: Surroundings = field(default_factory=Surroundings)
    kinds: frozenset[Kind] | None = None
    dependencies: frozenset[Dependency] = frozenset()
    view_columns: Mapping[Identity, tuple[str, ...]] = field(default_factory=dict)
    unpopulated: frozenset[Identity] = frozenset()

    @property
    def major(self) -> int:
        """The major version of the server."""
        return self.server_version // 10_000

    def identities(self) -> Iterable[Identity]:
        """Of all objects."""
        return self.objects.keys()

    @property
    def schemas(self) -> frozenset[str]:
        """The schemas that have objects."""
        return frozenset(identity.schema for identity in self.objects)
