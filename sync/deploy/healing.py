"""Statements outside of transactions that were begun, and nobody knows how they ended: what there is now tells it.

What PostgreSQL leaves behind when such a statement fails is taken away, so that it can be run again.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import psycopg
from psycopg import sql

from sync.deploy.likeness import alike
from sync.migrations import Statement
from sync.migrations.parser import About, about

Connection = psycopg.Connection[tuple[Any, ...]]

_INDEXES = """
SELECT indexrelid::bigint::text, indrelid = to_regclass(%s), indisvalid, n.nspname, c.relname,
       pg_catalog.pg_get_indexdef(indexrelid), own.nspname, on_.relname, on_.relkind = 'm'
  FROM pg_catalog.pg_index
  JOIN pg_catalog.pg_class AS c ON c.oid = indexrelid AND c.relkind = 'i'
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_class AS toasted ON toasted.reltoastrelid = indrelid
  JOIN pg_catalog.pg_class AS on_ ON on_.oid = coalesce(toasted.oid, indrelid)
  JOIN pg_catalog.pg_namespace AS own ON own.oid = on_.relnamespace
 WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND (indrelid = to_regclass(%s) OR NOT indisvalid)
"""
_IS_INVALID = "SELECT xmax::text <> '0' FROM pg_catalog.pg_index WHERE indexrelid = %s::oid AND NOT indisvalid"
_LOOKS, _PAUSE_S = 100, 0.02
# What REINDEX CONCURRENTLY calls the indexes that it makes, and those that it is about to drop.
_REINDEXED = re.compile(r"_cc(?:new|old)\d*\Z")
_IS_PENDING = "SELECT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = to_regclass(%s) AND inhdetachpending)"
_PARTITION = "SELECT inhrelid::bigint::text FROM pg_catalog.pg_inherits WHERE inhrelid = to_regclass(%s)"
_RELATION = "SELECT to_regclass(%s)::oid::bigint::text"
_DATABASE = "SELECT oid::bigint::text FROM pg_catalog.pg_database WHERE datname = %s"
_TABLESPACE = "SELECT oid::bigint::text FROM pg_catalog.pg_tablespace WHERE spcname = %s"
_SUBSCRIPTION = """
SELECT s.oid::bigint::text FROM pg_catalog.pg_subscription AS s
  JOIN pg_catalog.pg_database AS d ON d.oid = subdbid AND datname = current_database() WHERE subname = %s
"""
_DETACHES_SINCE = 140_000  # concurrently
# What finds the object that a statement names.
_NAMED = {
    "DropStmt": _RELATION,
    "AlterTableStmt": _PARTITION,
    "CreatedbStmt": _DATABASE,
    "DropdbStmt": _DATABASE,
    "CreateTableSpaceStmt": _TABLESPACE,
    "DropTableSpaceStmt": _TABLESPACE,
    "CreateSubscriptionStmt": _SUBSCRIPTION,
    "DropSubscriptionStmt": _SUBSCRIPTION,
}


class Fate(Enum):
    """What became of a statement."""

    DONE = auto()
    """All that it does is there."""
    AGAIN = auto()
    """It is to be run."""
    UNKNOWN = auto()
    """Nobody can tell."""


@dataclass(frozen=True, slots=True)
class _Index:
    oid: str
    is_on_it: bool
    is_valid: bool
    schema: str
    name: str
    definition: str
    table_schema: str
    table: str
    is_on_view: bool

    def is_meant(self, said: About) -> bool:
        """Whether it is the index that a statement builds; of one that gives no name, whether it may be."""
        if not self.is_on_it:
            return False
        return self.name == said.name if said.name else about(self.definition).shape == said.shape


def before(connection: Connection, statement: Statement) -> dict[str, Any]:
    """What has to be known later of what there is before a statement: indexes, and what has the name that it says."""
    said = about(statement.sql)
    return {
        "indexes": {one.oid: one.is_valid for one in _indexes(connection, said)},
        "named": _named(connection, statement.kind, said),
    }


def fate(connection: Connection, statement: Statement, known: dict[str, Any]) -> Fate:
    """What became of a statement that was begun; what it left half-done is gone then.

    Args:
        connection: In autocommit, as the statement ran.
        statement: Which.
        known: What there was before, as `before` told it.

    Raises:
        psycopg.Error: What is left cannot be taken away.
    """
    said = about(statement.sql)
    if statement.kind in _NAMED:
        was, there = known["named"], _named(connection, statement.kind, said)
        if statement.kind == "AlterTableStmt" and there is not None and _finalized(connection, said):
            return Fate.DONE
        # By its number: the same name may mean another one, further behind in search_path.
        is_done = was not in (None, there) if statement.kind in _GOING else there not in (None, was)
        return Fate.DONE if is_done else Fate.AGAIN
    if statement.kind == "IndexStmt":
        return _built(connection, statement, said, known)
    find = _FATES.get(statement.kind)
    return find(connection, said, known) if find else Fate.UNKNOWN


def left_by(connection: Connection, statement: Statement) -> bool:
    """Drop an index that an earlier attempt left invalid under the name that a statement would give to its own.

    CREATE INDEX IF NOT EXISTS would take it for the one that is wanted. Returns whether there was one.

    Raises:
        psycopg.Error: It cannot be dropped.
    """
    said = about(statement.sql)
    if statement.kind != "IndexStmt" or not said.name:
        return False
    found = [one for one in _indexes(connection, said) if not one.is_valid and one.is_meant(said)]
    for one in found:
        _drop(connection, one)
    return bool(found)


def _named(connection: Connection, kind: str, said: About) -> str | None:
    """The number of the object that a statement names, if it is there."""
    row = connection.execute(_NAMED[kind].encode(), [said.name]).fetchone() if kind in _NAMED else None
    return row[0] if row else None


def _indexes(connection: Connection, said: About) -> Iterator[_Index]:
    relation = said.relation or None
    for oid, is_on_it, *rest in connection.execute(_INDEXES.encode(), [relation, relation]).fetchall():
        yield _Index(oid, bool(is_on_it), *rest)


def _drop(connection: Connection, index: _Index) -> None:
    """Drop an index that nobody builds: who does has its table locked, and has made the index valid or is dead then."""
    table = sql.Identifier(index.table_schema, index.table)
    with connection.transaction():
        if not index.is_on_view:  # LOCK TABLE takes no materialized view
            connection.execute(sql.SQL("LOCK TABLE {} IN SHARE UPDATE EXCLUSIVE MODE").format(table))
        is_left = _is_left(connection, index)
    if is_left:
        connection.execute(sql.SQL("DROP INDEX CONCURRENTLY {}").format(sql.Identifier(index.schema, index.name)))


def _is_left(connection: Connection, index: _Index) -> bool:
    """Whether an index is not valid, and nobody makes it so: who does lets go of the table a moment before the commit.

    Until then the row of the index is marked by that transaction; one that was undone leaves the mark.
    """
    for _ in range(_LOOKS):
        row = connection.execute(_IS_INVALID, [index.oid]).fetchone()
        if row is None or row == (False,):
            return row is not None
        time.sleep(_PAUSE_S)
    return True


def _built(connection: Connection, statement: Statement, said: About, known: dict[str, Any]) -> Fate:
    """CREATE INDEX CONCURRENTLY leaves an index that is not valid."""
    new = [one for one in _indexes(connection, said) if one.is_meant(said) and one.oid not in known["indexes"]]
    if new and not said.name:
        same = alike(connection, statement.sql, said.relation, (one.oid for one in new))
        if same is None:
            return Fate.UNKNOWN
        new = [one for one in new if one.oid in same]
    for one in new:
        if not one.is_valid:
            _drop(connection, one)
    return Fate.DONE if any(one.is_valid for one in new) else Fate.AGAIN


def _built_anew(connection: Connection, said: About, known: dict[str, Any]) -> Fate:
    for one in _indexes(connection, said):
        if not one.is_valid and _REINDEXED.search(one.name) and one.oid not in known["indexes"]:
            _drop(connection, one)
    return Fate.AGAIN


def _finalized(connection: Connection, said: About) -> bool:
    """Bring to its end what DETACH PARTITION CONCURRENTLY has begun. Returns whether it had."""
    is_pending = connection.info.server_version >= _DETACHES_SINCE and _is(connection, _IS_PENDING, said.name)
    if is_pending:
        text = f"ALTER TABLE {said.relation} DETACH PARTITION {said.name} FINALIZE"
        connection.execute(text.encode(connection.info.encoding))
    return is_pending


def _again(_: Connection, __: About, ___: dict[str, Any]) -> Fate:
    """It does no harm to be done twice."""
    return Fate.AGAIN


def _is(connection: Connection, query: str, name: str) -> bool:
    return connection.execute(query.encode(), [name]).fetchone() == (True,)


# What takes away, or out of its table, what it names.
_GOING = frozenset({"DropStmt", "AlterTableStmt", "DropdbStmt", "DropTableSpaceStmt", "DropSubscriptionStmt"})
_FATES: dict[str, Callable[[Connection, About, dict[str, Any]], Fate]] = {
    "ReindexStmt": _built_anew,
    "VacuumStmt": _again,
    "ClusterStmt": _again,
    "AlterSystemStmt": _again,
    "AlterDatabaseStmt": _again,
}
