"""Relations and what is on them: columns, constraints, indexes, policies, triggers."""

from dataclasses import dataclass

from sync.model.base import Cosmetic, CosmeticFlag, Deparsed, Options, SchemaObject, Unordered


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Schema(SchemaObject):
    """A schema. It has nothing but its name."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Table(SchemaObject):
    """A table, partitioned table, partition or foreign table, without what hangs on it."""

    persistence: str
    partition_key: Deparsed | None
    partition_of: str | None
    partition_bound: Deparsed | None
    detach_pending: bool
    inherits: tuple[str, ...]
    of_type: str | None
    row_security: bool
    force_row_security: bool
    replica_identity: str
    clustered_on: str | None
    access_method: str | None
    tablespace: str | None
    options: Options
    server: str | None
    foreign_options: Options


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Column(SchemaObject):
    """A column of a table. Its physical position is not compared: it cannot be changed."""

    type: str
    not_null: bool
    not_null_options: str | None
    not_null_name: str | None
    not_null_inherited: CosmeticFlag | None
    default: Deparsed | None
    generated: str | None
    generated_as: Deparsed | None
    identity_column: str | None
    identity_sequence: str | None
    collation: str | None
    storage: str | None
    compression: str | None
    statistics: int | None
    options: Options
    foreign_options: Options
    inherited: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Constraint(SchemaObject):
    """A primary key, unique, foreign key, check or exclusion constraint.

    The index behind a key is part of its constraint. NOT NULL is an attribute of the column. `generated_name` is known
    only where the other side of a comparison has another one.
    """

    type: str
    definition: Deparsed
    inherited: bool
    firing: str | None
    index_valid: bool | None
    index_options: Unordered
    index_statistics: tuple[str, ...]
    index_depends_on_extensions: Unordered
    tablespace: str | None
    attached_to: str | None
    generated_name: Cosmetic | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Index(SchemaObject):
    """An index that no constraint brought along."""

    definition: Deparsed
    valid: bool
    attached_to: str | None
    tablespace: str | None
    statistics: tuple[str, ...]
    depends_on_extensions: Unordered


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class View(SchemaObject):
    """A view or a materialized view."""

    definition: Deparsed
    options: Options
    column_settings: tuple[str, ...]
    access_method: str | None
    tablespace: str | None
    clustered_on: str | None
    depends_on_extensions: Unordered


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Trigger(SchemaObject):
    """A trigger, constraint triggers included."""

    definition: Deparsed
    firing: str
    depends_on_extensions: Unordered


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Policy(SchemaObject):
    """A row-level security policy."""

    command: str
    permissive: bool
    roles: Unordered
    using: Deparsed | None
    with_check: Deparsed | None
