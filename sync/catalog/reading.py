"""What was read from one database, a JSON text for each object: quick to compare, and decoded only where it must be."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sync.catalog.families import Family, families_of
from sync.catalog.scope import Scope
from sync.errors import ReadError
from sync.model import Catalog, Dependency, Diagnostic, Identity, Kind, SchemaObject, Surroundings

if TYPE_CHECKING:
    from sync.catalog.secrets import StandIn

_PER_MAJOR = 10_000


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one family as the server wrote them, a JSON list on each line.

    Attributes:
        text: All lines. It may hold secrets: never show it.
    """

    text: str = field(repr=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self.text.split("\n") if self.text else ())

    def __len__(self) -> int:
        return self.text.count("\n") + 1 if self.text else 0


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read from one database at one moment.

    Attributes:
        label: The database's name for people, without secrets.
        server_version: As `server_version_num` gives it: 180006 is 18.6.
        scope: What was to be read.
        rows: By the name of the family.
        diagnostics: What was seen and not compared, and what could not be read.
        surroundings: What decides what is compared with another reading.
        dependencies: What depends on what, where that was asked for.
        view_columns: The columns of views that functions know, likewise.
        unpopulated: The materialized views that cannot be read before they are filled, likewise.
    """

    label: str
    server_version: int
    scope: Scope
    rows: Mapping[str, Rows]
    diagnostics: tuple[Diagnostic, ...] = ()
    surroundings: Surroundings = field(default_factory=Surroundings)
    dependencies: Rows = Rows("")
    view_columns: Rows = Rows("")
    unpopulated: Rows = Rows("")

    @property
    def major(self) -> int:
        """The major version of the server."""
        return self.server_version // _PER_MAJOR

    @property
    def schemas(self) -> frozenset[str]:
        """The schemas that objects were read in."""
        return frozenset(json.loads(row)[1] for family in self.rows.values() for row in family)

    def catalog(self, stand_in: "StandIn | None" = None) -> Catalog:
        """All of it, decoded.

        Args:
            stand_in: What makes what stands in the place of secrets, by default digests. With `itself` it is for a
                script whose reader asked for them: never to be compared, kept or shown.

        Raises:
            ReadError: Two objects have one identity.
        """
        return self._decoded(self.rows, stand_in)

    def differing(self, other: "Reading") -> Catalog:
        """Only what `other` does not have in the very same words; enough to find every difference to it.

        Raises:
            ReadError: Two objects have one identity.
        """
        return self._decoded({family.query: self._own(family, other) for family in families_of(self.scope)})

    def identities(self) -> Iterator[Identity]:
        """Of all that was read; of what is said about an object, that object's."""
        for rows in self.rows.values():
            for row in rows:
                kind, schema, relation, name, signature, *_ = json.loads(row)
                yield Identity(Kind(kind), schema, relation, name, signature)

    def _own(self, family: Family, other: "Reading") -> Iterable[str]:
        mine, theirs = self.rows[family.query], other.rows.get(family.query, Rows(""))
        if mine == theirs:
            return ()
        known = frozenset(theirs)
        return (row for row in mine if row not in known)

    def _decoded(self, rows: Mapping[str, Iterable[str]], stand_in: "StandIn | None" = None) -> Catalog:
        objects: dict[Identity, SchemaObject] = {}
        addresses: dict[str, Identity] | None = {} if self.scope.dependencies else None
        for found in self._objects(rows, addresses, stand_in):
            if found.identity in objects:
                raise ReadError(
                    f"{self.label} has two objects that are both {found.identity.kind} {found.identity}",
                    "this is a defect of schemabot: please report it",
                )
            objects[found.identity] = found
        patterns = self.scope.patterns
        kept = patterns.keep(objects, patterns.relations(self))
        return Catalog(
            self.label,
            self.server_version,
            kept,
            self.diagnostics,
            self.surroundings,
            dependencies=self._dependencies(addresses or {}),
            view_columns=dict(self._view_columns(addresses or {})),
            unpopulated=frozenset(self._unpopulated(addresses or {})),
        )

    def _dependencies(self, addresses: Mapping[str, Identity]) -> frozenset[Dependency]:
        if not addresses:
            return frozenset()
        from sync.catalog.dependencies import dependencies

        return frozenset(dependencies((tuple(json.loads(row)) for row in self.dependencies), addresses))

    def _view_columns(self, addresses: Mapping[str, Identity]) -> Iterator[tuple[Identity, tuple[str, ...]]]:
        for row in self.view_columns:
            address, columns = json.loads(row)
            if address in addresses:
                yield addresses[address], tuple(columns)

    def _unpopulated(self, addresses: Mapping[str, Identity]) -> Iterator[Identity]:
        for row in self.unpopulated:
            (address,) = json.loads(row)
            if address in addresses:
                yield addresses[address]

    def _objects(
        self, rows: Mapping[str, Iterable[str]], addresses: dict[str, Identity] | None, stand_in: "StandIn | None"
    ) -> Iterator[SchemaObject]:
        for family in families_of(self.scope):
            lines = tuple(rows[family.query])
            if lines:
                from sync.catalog.decoding import Decoder

                yield from Decoder(family, self.major, addresses, stand_in)(lines)
