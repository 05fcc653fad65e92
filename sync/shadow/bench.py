"""Where schemas are made once more: scratch databases that can have the extensions of the schemas."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sync.model import Catalog
from sync.postgres.database import Database
from sync.shadow.scratch import Scratch


@dataclass(frozen=True, slots=True)
class Bench:
    """Scratch databases for schemas.

    Attributes:
        scratch: The databases.
        origins: The databases that tell what extensions consist of which are not at hand there.
    """

    scratch: Scratch
    origins: tuple[Database, ...] = ()

    @contextmanager
    def database(self, *catalogs: Catalog) -> Iterator[Database]:
        """An empty database in which the extensions of catalogs can be made, dropped at the end.

        Raises:
            EmbeddedServerError: The scratch server does not start, or makes no database.
            SourceError: It cannot be read what an extension consists of.
        """
        from sync.model.objects import Extension

        with self.scratch.database() as made:
            extensions = (one for side in catalogs for one in side.objects.values() if isinstance(one, Extension))
            wanted = [(one.identity.name, one.version) for one in extensions]
            if wanted and self.origins:
                from sync.shadow.stand_ins import stand_in

                stand_in(made, self.scratch.server(), self.origins, wanted)
            yield made

    @contextmanager
    def database_for_files(self) -> Iterator[Database]:
        """An empty database in which all extensions can be made that the origins have. Raises as `database` does."""
        with self.scratch.database() as made:
            if self.origins:
                from sync.shadow.stand_ins import stand_in

                stand_in(made, self.scratch.server(), self.origins, None)
            yield made
