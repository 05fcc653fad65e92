"""One moment of a database: what pg_dump is to dump, what the catalog was then, and how many rows there were."""

import codecs
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from sync.backup.errors import BackupError
from sync.catalog import Reading, Scope, read
from sync.errors import ReadError
from sync.model import Catalog, Kind
from sync.model.objects import Table
from sync.postgres.database import Database
from sync.postgres.limits import reason_of
from sync.postgres.session import connect

_ATTEMPTS = 3
_ENCODING = "utf-8"  # in SQL_ASCII, names that can be read at all are in this one
_TRANSACTION_TIMEOUT_SINCE = 170_000
_UNLIMITED = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")

# Who owns something or is named in what is dumped. PostgreSQL keeps no dependencies on the server's first superuser.
_ROLES = """
SELECT r.rolname::text FROM pg_catalog.pg_roles AS r
 WHERE r.oid IN (
       SELECT d.refobjid FROM pg_catalog.pg_shdepend AS d
        WHERE d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
          AND d.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
 ORDER BY 1
"""
_ALL_ROLES = "SELECT rolname::text FROM pg_catalog.pg_roles ORDER BY oid"  # the first superuser comes first


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a database, for as long as the connection lives.

    Attributes:
        connection: Sees that moment.
        snapshot: Its name, for pg_dump.
        catalog: The schema.
        size_bytes: The size of the database on the server's disk.
        roles: The roles that it names, but for the first superuser.
        all_roles: The roles of the server, the first superuser before all others.
    """

    connection: psycopg.Connection[tuple[Any, ...]]
    snapshot: str
    catalog: Catalog
    size_bytes: int
    roles: tuple[str, ...]
    all_roles: tuple[str, ...]

    @property
    def first_superuser(self) -> str:
        """Who made the server: PostgreSQL does not keep what it owns."""
        return self.all_roles[0]

    @property
    def codec(self) -> str:
        """Python's name for the encoding of the database, in which pg_dump writes."""
        name = (self.connection.info.parameter_status("server_encoding") or "").lower()
        try:
            return codecs.lookup(name.replace("win", "cp").replace("koi8", "koi8_")).name
        except LookupError:
            return _ENCODING

    def rows(self) -> dict[tuple[str, str], int]:
        """How many rows each table has that keeps its own; partitions count for themselves."""
        return count_rows(self.connection, tables_of(self.catalog))


@contextmanager
def moment(database: Database, scope: Scope, label: str) -> Iterator[Moment]:
    """Hold a moment: what everybody else writes from now on is not seen.

    Raises:
        ConnectError: The database cannot be reached.
        ReadError: The schema cannot be read, or changes all the time.
        BackupError: The server went away.
    """
    try:
        with connect(database, autocommit=True) as connection:
            _settle(connection)
            snapshot, catalog = _held(connection, database, scope, label)
            row = connection.execute("SELECT pg_catalog.pg_database_size(pg_catalog.current_database())").fetchone()
            assert row is not None
            yield Moment(
                connection,
                snapshot,
                catalog,
                int(row[0]),
                tuple(name for (name,) in connection.execute(_ROLES)),
                tuple(name for (name,) in connection.execute(_ALL_ROLES)),
            )
    except psycopg.Error as error:
        raise BackupError(f"{label} could not be read to the end", database.redact(reason_of(error))) from error


def tables_of(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Schema and name of the tables that keep rows."""
    return tuple(
        (identity.schema, identity.name)
        for identity, one in catalog.objects.items()
        if isinstance(one, Table) and identity.kind is Kind.TABLE and one.partition_key is None
    )


def count_rows(
    connection: psycopg.Connection[tuple[Any, ...]], tables: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """How many rows tables have, of themselves.

    Raises:
        psycopg.Error: They cannot be read.
    """
    found = {}
    for schema, name in tables:
        query = sql.SQL("SELECT count(*) FROM ONLY {}").format(sql.Identifier(schema, name))
        row = connection.execute(query).fetchone()
        assert row is not None
        found[schema, name] = int(row[0])
    return found


def _settle(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """The connection waits while pg_dump works, however long; no policy may hide a row from it."""
    names = list(_UNLIMITED)
    if connection.info.server_version >= _TRANSACTION_TIMEOUT_SINCE:
        names.append("transaction_timeout")
    for name in names:
        connection.execute("SELECT pg_catalog.set_config(%s, '0', false)", [name])
    connection.execute("SET row_security = off")


def _held(
    connection: psycopg.Connection[tuple[Any, ...]], database: Database, scope: Scope, label: str
) -> tuple[str, Catalog]:
    """A moment whose schema is known: it was the same right before and right after."""
    before: Reading = read(database, scope, label)
    for _ in range(_ATTEMPTS):
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_catalog.pg_export_snapshot()").fetchone()
        assert row is not None
        after = read(database, scope, label)
        if after.rows == before.rows:
            return str(row[0]), after.catalog()
        connection.execute("ROLLBACK")
        before = after
    raise ReadError(
        f"the schema of {label} kept changing while its backup was begun",
        "try again when whatever changes it, a deployment perhaps, is over",
    )
