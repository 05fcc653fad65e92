"""Reads a catalog: one transaction, a fixed number of statements, whatever the size of the schema.

Each file in `queries/` returns one family of objects. Its first five columns are the identity (kind, schema, relation,
name, signature), the others are the fields of the family's class by name and in order.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import IsolationLevel, sql
from psycopg.types.numeric import Oid

from sync.catalog.deparsed import settled, settled_body
from sync.catalog.scope import Scope
from sync.catalog.versions import OLDEST_MAJOR, expressions
from sync.errors import ReadError
from sync.model import (
    Catalog,
    Column,
    Constraint,
    Diagnostic,
    Enum,
    Identity,
    Index,
    Kind,
    Policy,
    Routine,
    Schema,
    SchemaObject,
    Sequence,
    Table,
    Trigger,
    View,
)
from sync.model.objects import attribute_names
from sync.postgres import Database, connect
from sync.postgres.session import reason_of

Progress = Callable[[str], None]
_Row = tuple[Any, ...]
_Connection = psycopg.Connection[_Row]

_ATTEMPTS = 3
_LIMIT_S = 600.0
_IDENTITY = ("kind", "schema", "relation", "name", "signature")

# Pinned for the transaction: everything that changes how the server deparses, so that two readers see the same text,
# and how long it may take.
_SETTINGS = {
    "search_path": "",
    "quote_all_identifiers": "off",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "xmlbinary": "base64",
    "lc_monetary": "C",
    "standard_conforming_strings": "on",
    "jit": "off",
    "statement_timeout": "5min",  # a role's own may be too short for a large schema
    "lock_timeout": "30s",  # a deployment that holds a lock must not make us wait for ever
}


@dataclass(frozen=True, slots=True)
class _Family:
    """One query file, the class of what it returns, and which of its fields are expressions or statements."""

    query: str
    of: type[SchemaObject]
    deparsed: tuple[str, ...] = ()


_FAMILIES = (
    _Family("enums", Enum),
    _Family("sequences", Sequence),
    _Family("tables", Table, ("partition_key",)),
    _Family("columns", Column, ("default", "generated_as")),
    _Family("constraints", Constraint, ("definition",)),
    _Family("indexes", Index, ("definition",)),
    _Family("views", View, ("definition",)),
    _Family("routines", Routine, ("arguments", "body")),
    _Family("triggers", Trigger, ("definition",)),
    _Family("policies", Policy, ("using", "with_check")),
)


def read_catalog(database: Database, scope: Scope, label: str = "", progress: Progress = lambda _: None) -> Catalog:
    """Read everything in scope from one database, as it was at one moment.

    Needs no right but CONNECT: PostgreSQL's catalogs are open to all.

    Args:
        database: Where to read.
        scope: Which schemas.
        label: The name that people know it by; the database's own when empty.
        progress: Told the name of each family before it is read.

    Raises:
        ConnectError: The database cannot be reached.
        ReadError: The server is too old, or the transaction failed.
    """
    label = label or database.label
    with connect(database, limit_s=_LIMIT_S) as connection:
        try:
            for attempt in range(_ATTEMPTS):
                try:
                    catalog = _read(connection, scope, label, progress)
                except psycopg.errors.InternalError_:  # "cache lookup failed": dropped while it was deparsed
                    if attempt == _ATTEMPTS - 1:
                        raise
                    connection.rollback()
                    continue
                if catalog is not None:
                    return catalog
        except psycopg.Error as error:
            raise ReadError(f"cannot read the schema of {label}", database.redact(reason_of(error))) from error
    raise ReadError(
        f"the schema of {label} kept changing while it was read",
        "try again when whatever changes it, a deployment perhaps, is over",
    )


def _read(connection: _Connection, scope: Scope, label: str, progress: Progress) -> Catalog | None:
    """The catalog, or None when somebody changed the schema in the meantime."""
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    version = connection.info.server_version
    if version < OLDEST_MAJOR * 10_000:
        raise ReadError(
            f"{label} runs PostgreSQL {version // 10_000}",
            f"schemabot reads PostgreSQL {OLDEST_MAJOR} and later",
        )
    _begin(connection)
    objects: dict[Identity, SchemaObject] = {}
    schemas = _rows(connection, "schemas", {})
    for _, name, of_extension in schemas:
        if scope.takes(name) and not of_extension:
            identity = Identity(Kind.SCHEMA, name)
            objects[identity] = Schema(identity)
    parameters = {
        "schemas": [oid for oid, name, _ in schemas if scope.takes(name)],
        "platform": [oid for oid, name, _ in schemas if scope.is_platform(name)],
    }
    state = _rows(connection, "state", parameters)
    for family in _FAMILIES:
        progress(family.query)
        for found in _decode(family, _rows(connection, family.query, parameters)):
            if found.identity in objects:
                raise ReadError(
                    f"{label} has two objects that are both {found.identity.kind} {found.identity}",
                    "this is a defect of schemabot: please report it",
                )
            objects[found.identity] = found
    progress("what is not compared")
    diagnostics = tuple(_diagnostic(label, *row) for row in _rows(connection, "unmodelled", parameters))
    connection.rollback()
    _begin(connection)
    changed = _rows(connection, "state", parameters) != state
    connection.rollback()
    return None if changed else Catalog(label, version, objects, diagnostics)


def _begin(connection: _Connection) -> None:
    """Pin the settings, in the first statement of a transaction."""
    connection.execute(
        sql.SQL("SELECT {}").format(
            sql.SQL(", ").join(
                sql.SQL("set_config({}, {}, true)").format(name, value) for name, value in _SETTINGS.items()
            )
        )
    )


def _rows(connection: _Connection, name: str, parameters: dict[str, Any]) -> list[_Row]:
    query = sql.SQL(_text(name)).format(
        **{
            placeholder: sql.SQL(expression)
            for placeholder, expression in expressions(connection.info.server_version // 10_000).items()
        }
    )
    cursor = connection.execute(query, {key: _oids(value) for key, value in parameters.items()})
    return cursor.fetchall()


@cache
def _text(name: str) -> str:
    return files("sync.catalog").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")


def _oids(numbers: Iterable[int]) -> list[Oid]:
    return [Oid(number) for number in numbers]


def _decode(family: _Family, rows: Iterable[_Row]) -> Iterable[SchemaObject]:
    of = family.of
    width = len(_IDENTITY)
    names = attribute_names(of)
    settle = [(width + names.index(name), settled_body if name == "body" else settled) for name in family.deparsed]
    for row in rows:
        values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
        for place, form in settle:
            if values[place] is not None:
                values[place] = form(values[place])
        kind, *place_names = values[:width]
        yield of(Identity(Kind(kind), *place_names), *values[width:])


def _diagnostic(label: str, kind: str, number: int, names: list[str]) -> Diagnostic:
    more = ", …" if number > len(names) else ""
    word = kind if number == 1 else _plural(kind)
    return Diagnostic("not-compared", f"{label}: {number} {word} not compared ({', '.join(names)}{more})")


def _plural(kind: str) -> str:
    """The plural of what `unmodelled.sql` calls a kind: of its first words, when more comes behind an "on" or "of"."""
    for joint in (" on a ", " of "):
        head, found, tail = kind.partition(joint)
        if found:
            return f"{_plural(head)}{joint.replace(' a ', ' ')}{_plural(tail) if joint == ' on a ' else tail}"
    if kind.endswith("y"):
        return f"{kind[:-1]}ies"
    return f"{kind}es" if kind.endswith("s") else f"{kind}s"
