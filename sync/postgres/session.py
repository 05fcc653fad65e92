"""Opening connections: one way, with every driver error turned into one line without secrets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg

from sync.postgres.database import Database
from sync.postgres.limits import CONNECT_TIMEOUT_S, LIBPQ_OPTIONS, Cancellation, cannot_connect, limited

_CANCEL_TIMEOUT_S = 5.0


@contextmanager
def connect(
    database: Database,
    *,
    autocommit: bool = False,
    timeout_s: int = CONNECT_TIMEOUT_S,
    limit_s: float | None = None,
    cancellation: Cancellation | None = None,
) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection that is closed at the end, whatever happens.

    Prepared statements are off: a pooler in transaction mode would lose them.

    Args:
        database: Where to.
        autocommit: As psycopg has it.
        timeout_s: How long connecting may take.
        limit_s: How long the connection may live, in seconds; for ever when it is None.
        cancellation: What may end the work before its time.

    Raises:
        ConnectError: No server answers, it refuses the log-in, or the connection was cut at its limit or cancelled.
    """
    failure = None
    try:
        connection = psycopg.connect(
            database.url,
            autocommit=autocommit,
            prepare_threshold=None,
            connect_timeout=timeout_s,
            **LIBPQ_OPTIONS,
        )
    except psycopg.Error as error:
        failure = cannot_connect(database, error)
    if failure:
        raise failure  # outside the handler: the driver's own exception may quote the connection string

    cancel = canceller(connection)
    try:
        with (
            limited(connection.fileno, database, limit_s),
            (cancellation or Cancellation()).over(cancel, database.label),
        ):
            yield connection
    finally:
        connection.close()


def canceller(connection: psycopg.Connection[tuple[Any, ...]]) -> Callable[[], None]:
    """What ends what a connection is running, from another thread; it raises nothing."""

    def cancel() -> None:
        with suppress(psycopg.Error):
            connection.cancel_safe(timeout=_CANCEL_TIMEOUT_S)

    return cancel
