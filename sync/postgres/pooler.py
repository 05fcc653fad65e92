"""Tells poolers that give each transaction another session: locks and settings of a deployment get lost there.

A pooler in session mode is no harm.
"""

from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import psycopg

from sync.errors import ConfigurationError
from sync.postgres.database import Database
from sync.postgres.session import connect

_TRIES = 3
_REMEDY = (
    "use the address of the database itself, or of a pooler in session mode (of Supabase: port 5432 instead of 6543)"
)
# Supabase's pooler takes sessions on 5432 and transactions on 6543.
_SUPABASE_POOLER = (".pooler.supabase.com", 6543)


def refuse_transaction_pooler(database: Database) -> None:
    """Look whether sessions stay what they are.

    Raises:
        ConfigurationError: They do not.
        ConnectError: The database cannot be reached.
    """
    if _is_known(database) or _changes_sessions(database):
        raise ConfigurationError(f"{database.label} is reached through a pooler in transaction mode", _REMEDY)


def _is_known(database: Database) -> bool:
    try:
        parts = urlsplit(database.url)
        place, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    suffix, transactions = _SUPABASE_POOLER
    return place.endswith(suffix) and port == transactions


def _changes_sessions(database: Database) -> bool:
    """Whether one client meets several sessions of the server, or two clients the same one, at the same time."""
    with connect(database, autocommit=True) as first:
        if _session(first) == first.info.backend_pid:
            return False  # nobody stands between
        seen = {_session(first)}
        for _ in range(_TRIES):
            with ExitStack() as others:
                for _ in range(_TRIES):
                    other = others.enter_context(connect(database, autocommit=True))
                    other.execute("BEGIN")
                    if _session(other) in seen:
                        return True
                seen.add(_session(first))
            if len(seen) > 1:
                return True
    return False


def _session(connection: psycopg.Connection[tuple[Any, ...]]) -> int:
    row = connection.execute("SELECT pg_catalog.pg_backend_pid()").fetchone()
    assert row is not None
    return int(row[0])
