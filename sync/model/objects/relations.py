"""The objects of a schema, one frozen class each. Every field but the identity is compared.

A field holds text as PostgreSQL deparses it under an empty search path (so every name in it is qualified), a number,
a truth value, or a tuple of texts; None and the empty tuple mean that PostgreSQL keeps nothing there.
"""

from dataclasses import dataclass, fields

from sync.model.identity import Identity

Value = str | int | float | bool | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemaObject:
    """What all objects have in common."""

    identity: Identity

    def attributes(self) -> tuple[tuple[str, Value], ...]:
        """Name and value of everything that is compared, in the order of the class."""
        return tuple((name, getattr(self, name)) for name in attribute_names(type(self)))


def attribute_names(of: type[SchemaObject]) -> tuple[str, ...]:
    """The fields of a class of objects that are compared."""
    return tuple(field.name for field in fields(of) if field.name != "identity")


@dataclass(frozen=True, slots=True)
class Schema(SchemaObject):
    """A schema. It has nothing but its name so far."""


@dataclass(frozen=True, slots=True)
class Enum(SchemaObject):
    """An enum type."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sequence(SchemaObject):
    """A sequence; one that belongs to an identity column is part of that column instead."""

    type: str
    start: int
    increment: int
    minimum: int
    maximum: int
    cache: int
    cycle: bool
    persistence: str
    owned_by: str | None


@dataclass(frozen=True, slots=True)
class Table(SchemaObject):
    """A table, partitioned table, partition or foreign table, without what hangs on it."""

    persistence: str
    partition_key: str | None
    partition_of: str | None
    partition_bound: str | None
    detach_pending: bool
    inherits: tuple[str, ...]
    of_type: str | None
    row_security: bool
    force_row_security: bool
    replica_identity: str
    clustered_on: str | None
    access_method: str | None
    tablespace: str | None
    options: tuple[str, ...]
    server: str | None
    foreign_options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column(SchemaObject):
    """A column of a table. Its physical position is not compared: it cannot be changed."""

    type: str
    not_null: bool
    not_null_options: str | None
    default: str | None
    generated: str | None
    generated_as: str | None
    identity_column: str | None
    identity_sequence: str | None
    collation: str | None
    storage: str | None
    compression: str | None
    statistics: int | None
    options: tuple[str, ...]
    foreign_options: tuple[str, ...]
    inherited: bool


@dataclass(frozen=True, slots=True)
class Constraint(SchemaObject):
    """A primary key, unique, foreign key, check or exclusion constraint.

    The index behind a key is part of its constraint. NOT NULL is an attribute of the column.
    """

    type: str
    definition: str
    inherited: bool
    firing: str | None
    index_valid: bool | None
    index_options: tuple[str, ...]
    tablespace: str | None
    attached_to: str | None


@dataclass(frozen=True, slots=True)
class Index(SchemaObject):
    """An index that no constraint brought along."""

    definition: str
    valid: bool
    attached_to: str | None
    tablespace: str | None
    statistics: tuple[str, ...]
    depends_on_extensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View(SchemaObject):
    """A view or a materialized view."""

    definition: str
    options: tuple[str, ...]
    column_settings: tuple[str, ...]
    access_method: str | None
    tablespace: str | None
    clustered_on: str | None
    depends_on_extensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Routine(SchemaObject):
    """A function or a procedure. `arguments` has names, modes and defaults; the identity has only the types."""

    arguments: str
    result: str | None
    language: str
    body: str
    volatility: str
    strict: bool
    security_definer: bool
    leakproof: bool
    parallel: str
    cost: float
    rows: float
    window: bool
    settings: tuple[str, ...]
    support: str | None
    transforms: tuple[str, ...]
    library: str | None
    depends_on_extensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trigger(SchemaObject):
    """A trigger, constraint triggers included."""

    definition: str
    firing: str
    depends_on_extensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy(SchemaObject):
    """A row-level security policy."""

    command: str
    permissive: bool
    roles: tuple[str, ...]
    using: str | None
    with_check: str | None
