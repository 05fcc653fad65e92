"""What a schema is made of: kinds, identities, catalogs, and what all objects have in common. Frozen values, no I/O.

The classes of the objects are in `sync.model.objects`: making them takes longer than reading a small schema, and two
schemas that are equal need none of them.
"""

from sync.model.base import UNKNOWN, Mark, SchemaObject, Value
from sync.model.catalog import UNKNOWN_VERSION, Catalog, Diagnostic, Surroundings
from sync.model.dependencies import Dependency
from sync.model.identity import Identity
from sync.model.kinds import Kind

__all__ = [
    "UNKNOWN",
    "UNKNOWN_VERSION",
    "Catalog",
    "Dependency",
    "Diagnostic",
    "Identity",
    "Kind",
    "Mark",
    "SchemaObject",
    "Surroundings",
    "Value",
]
