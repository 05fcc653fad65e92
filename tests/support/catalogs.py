"""Reading and comparing catalogs, and saying what differs in a form that an assertion can hold against."""

from collections.abc import Iterable

from sync.catalog import Scope, read_catalog
from sync.catalog.across import comparable
from sync.compare import Difference, compare
from sync.model import Catalog
from sync.postgres.database import Database

Shown = tuple[str, str, str, tuple[str, ...]]

PLAIN = Scope()


def read(database: Database, scope: Scope = PLAIN) -> Catalog:
    """The catalog of a database."""
    return read_catalog(database, scope)


def between(a: Database, b: Database, scope: Scope = PLAIN) -> tuple[Difference, ...]:
    """What must change for `a` to become like `b`."""
    return compare(*comparable(read(a, scope), read(b, scope)))


def shown(differences: Iterable[Difference]) -> set[Shown]:
    """Change, kind, identity and, for a changed object, the names of the attributes that differ."""
    return {
        (
            difference.change.value,
            difference.identity.kind.value,
            str(difference.identity),
            tuple(sorted(change.name for change in difference.attributes)) if difference.change == "changed" else (),
        )
        for difference in differences
    }
