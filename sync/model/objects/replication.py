"""Logical replication."""

from dataclasses import dataclass

from sync.model.base import ConnectionString, Deparsed, SchemaObject, Unordered


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Publication(SchemaObject):
    """A publication, without the tables that it names."""

    all_tables: bool
    schemas: Unordered
    operations: tuple[str, ...]
    via_root: bool
    generated_columns: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PublicationTable(SchemaObject):
    """A table of a publication, which has the publication's name on the table."""

    columns: Unordered
    filter: Deparsed | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Subscription(SchemaObject):
    """A subscription. How far it has come is not compared."""

    enabled: bool
    connection: ConnectionString
    publications: Unordered
    slot: str | None
    synchronous_commit: str
    binary: bool
    streaming: str
    two_phase: bool
    disable_on_error: bool
    password_required: bool
    run_as_owner: bool
    origin: str
    failover: bool
