"""What the session of a rehearsal has locked."""

from collections.abc import Iterable, Mapping
from typing import Any

import psycopg

from sync.deploy.pipeline.records import Lock

Connection = psycopg.Connection[tuple[Any, ...]]

# PostgreSQL's names for its locks on relations, the weakest first, but for the one that reading takes.
_MODES = (
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)
# Each relation of users, and of an index the table that it is on.
_RELATIONS = """
SELECT c.oid::bigint, pg_catalog.format('%I.%I', n.nspname, c.relname), i.indrelid::bigint
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
 WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'i', 'I', 'S')
   AND n.nspname NOT IN ('pg_toast', 'schemabot', 'supabase_migrations')
"""
_HELD = """
SELECT l.relation::bigint, l.mode FROM pg_catalog.pg_locks AS l
 WHERE l.locktype = 'relation' AND l.pid = pg_catalog.pg_backend_pid() AND l.granted AND l.relation >= 16384
"""


class Locks:
    """What a session takes of locks on relations that were there before, one statement after the other."""

    def __init__(self, connection: Connection) -> None:
        """Take what there is now for what was there before."""
        self._connection = connection
        rows = connection.execute(_RELATIONS).fetchall()
        self._there: Mapping[int, tuple[str, int | None]] = {oid: (name, table) for oid, name, table in rows}
        self._held: frozenset[tuple[int, int]] = frozenset()

    def forget(self) -> None:
        """Hold nothing: a transaction has ended."""
        self._held = frozenset()

    def taken(self) -> tuple[Lock, ...]:
        """What was locked, more strongly than before, since the last time: the strongest on each relation.

        That of an index is told only where it is stronger than that of its table.
        """
        rows = self._connection.execute(_HELD).fetchall()
        held = frozenset((oid, _MODES.index(mode)) for oid, mode in rows if mode in _MODES and oid in self._there)
        before, now = _strongest(self._held), _strongest(held)
        self._held = held
        new = {oid: mode for oid, mode in now.items() if mode > before.get(oid, -1)}
        told = [
            (mode, name)
            for oid, mode in new.items()
            for name, table in [self._there[oid]]
            if table is None or mode > now.get(table, -1)
        ]
        return tuple(Lock(name, _MODES[mode]) for mode, name in sorted(told, key=lambda one: (-one[0], one[1])))


def _strongest(held: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The strongest lock on each relation."""
    return dict(sorted(held, key=lambda one: one[1]))  # the last one of a relation stays
