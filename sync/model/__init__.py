"""What a schema is made of: kinds, identities, objects, the catalog. Frozen values, no I/O."""

from sync.model.catalog import Catalog, Diagnostic
from sync.model.identity import Identity
from sync.model.kinds import Kind
from sync.model.objects import (
    Column,
    Constraint,
    Enum,
    Index,
    Policy,
    Routine,
    Schema,
    SchemaObject,
    Sequence,
    Table,
    Trigger,
    Value,
    View,
)

__all__ = [
    "Catalog",
    "Column",
    "Constraint",
    "Diagnostic",
    "Enum",
    "Identity",
    "Index",
    "Kind",
    "Policy",
    "Routine",
    "Schema",
    "SchemaObject",
    "Sequence",
    "Table",
    "Trigger",
    "Value",
    "View",
]
