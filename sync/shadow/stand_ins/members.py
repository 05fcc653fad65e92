"""What extensions consist of, where they are."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import psycopg
from psycopg.rows import tuple_row

from sync.errors import SourceError
from sync.postgres.database import Database
from sync.postgres.limits import reason_of
from sync.postgres.session import connect

Version = tuple[str, str]
"""The name of an extension, and one of its versions."""

_EXTENSION = """
SELECT e.extversion, n.nspname, e.extrelocatable, ARRAY(
           SELECT r.extname::text FROM pg_catalog.pg_depend AS d
             JOIN pg_catalog.pg_extension AS r ON r.oid = d.refobjid
            WHERE d.classid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.objid = e.oid
              AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
            ORDER BY r.extname)
  FROM pg_catalog.pg_extension AS e
  JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
 WHERE e.extname = %s
"""


@dataclass(frozen=True, slots=True)
class Member:
    """Something that an extension brings along.

    Attributes:
        kind: What it is, as `members.sql` calls it.
        said: What is known of it; names and types as SQL has them.
    """

    kind: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StandIn:
    """What stands in for an extension.

    Attributes:
        name: Of the extension.
        version: The one that is stood in for.
        schema: Where it is.
        relocatable: Whether it may go to another schema.
        requires: The extensions that have to be there before.
        members: What it consists of, in an order in which it can be made.
    """

    name: str
    version: str
    schema: str
    relocatable: bool
    requires: tuple[str, ...]
    members: tuple[Member, ...]


def lacking(wanted: Collection[Version], connection: psycopg.Connection[Any]) -> frozenset[str]:
    """The names of extensions of which a server lacks a version that is wanted."""
    query = "SELECT name, version FROM pg_catalog.pg_available_extension_versions"
    known = set(connection.cursor(row_factory=tuple_row).execute(query)) if wanted else set()
    return frozenset(name for name, version in wanted if (name, version) not in known)


def extensions_of(database: Database) -> list[Version]:
    """The extensions that a database has.

    Raises:
        ConnectError: No server answers.
        SourceError: They cannot be read.
    """
    try:
        with connect(database) as connection:
            query = "SELECT extname, extversion FROM pg_catalog.pg_extension"
            return connection.cursor(row_factory=tuple_row).execute(query).fetchall()
    except psycopg.Error as error:
        raise _unread(database, error) from None


def read_stand_ins(database: Database, names: Collection[str]) -> Iterator[StandIn]:
    """What stands in for those of the extensions that a database has.

    Raises:
        SourceError: They cannot be read.
    """
    try:
        with connect(database) as connection:
            connection.execute("SET TRANSACTION READ ONLY")
            for name in sorted(names):
                found = connection.execute(_EXTENSION, [name]).fetchone()
                if found is not None:
                    version, schema, relocatable, requires = found
                    members = tuple(_members(connection, name, schema))
                    yield StandIn(name, version, schema, relocatable, tuple(requires), members)
    except psycopg.Error as error:
        raise _unread(database, error) from None


def _unread(database: Database, error: psycopg.Error) -> SourceError:
    problem = f"cannot read what the extensions of {database.label} consist of"
    return SourceError(problem, database.redact(reason_of(error)))


def _members(connection: psycopg.Connection[Any], name: str, schema: str) -> Iterator[Member]:
    connection.execute("SELECT pg_catalog.set_config('search_path', pg_catalog.quote_ident(%s), true)", [schema])
    for _, kind, said in connection.execute(_query(), {"name": name}):
        yield Member(kind, said)


@cache
def _query() -> bytes:
    return files("sync.shadow.stand_ins").joinpath("members.sql").read_bytes()
