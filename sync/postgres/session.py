"""Opening connections: one way, with every driver error turned into one line without secrets."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Timer
from typing import Any

import psycopg

from sync.errors import ConnectError
from sync.postgres.database import Database

CONNECT_TIMEOUT_S = 10
_DEAD_AFTER_MS = 60_000  # a peer whose machine or network is gone


@contextmanager
def connect(
    database: Database, *, autocommit: bool = False, timeout_s: int = CONNECT_TIMEOUT_S, limit_s: float | None = None
) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection that is closed at the end, whatever happens.

    Prepared statements are off: a pooler in transaction mode would lose them.

    Args:
        database: Where to.
        autocommit: As psycopg has it.
        timeout_s: How long connecting may take.
        limit_s: How long the connection may live; for ever when it is None. A server's own timeouts do not help
            against a server, a proxy or a network that says nothing any more.

    Raises:
        ConnectError: No server answers, it refuses the log-in, or the connection was cut at its limit.
    """
    failure = None
    try:
        connection = psycopg.connect(
            database.url,
            autocommit=autocommit,
            prepare_threshold=None,
            connect_timeout=timeout_s,
            application_name="schemabot",
            client_encoding="UTF8",  # a database in SQL_ASCII would answer in bytes
            keepalives_idle=30,
            keepalives_interval=10,
            keepalives_count=3,
            tcp_user_timeout=_DEAD_AFTER_MS,
        )
    except psycopg.Error as error:
        failure = ConnectError(f"cannot connect to {database.label}", database.redact(reason_of(error)))
    if failure:
        raise failure  # outside the handler: the driver's own exception may quote the connection string
    try:
        with _limited(connection, database, limit_s):
            yield connection
    finally:
        connection.close()


@contextmanager
def _limited(connection: psycopg.Connection[Any], database: Database, limit_s: float | None) -> Iterator[None]:
    """Cut the connection at its limit, and say so instead of what that made of the work."""
    if limit_s is None:
        yield
        return
    was_cut = Event()

    def cut() -> None:
        was_cut.set()
        with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as own:
            own.shutdown(socket.SHUT_RDWR)  # who waits for an answer reads the end of the connection

    timer = Timer(limit_s, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if not was_cut.is_set():
            raise
        raise ConnectError(
            f"{database.label} has not finished answering within {limit_s:g} s", "try again when it is less busy"
        ) from error
    finally:
        timer.cancel()


def reason_of(error: psycopg.Error) -> str:
    """The server's own words where there are some, else the last line the driver wrote."""
    if error.diag.message_primary:
        return error.diag.message_primary
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    failures = [line for line in lines if "failed: " in line]
    return failures[-1].rsplit("failed: ", 1)[1] if failures else (lines[0] if lines else type(error).__name__)
