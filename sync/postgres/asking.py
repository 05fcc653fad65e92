"""Asking a database, with psycopg2.

Everything else uses psycopg 3. But importing that takes longer than pg_dump takes to dump MusicBrainz, and reading a
schema is what people wait for.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sync.postgres.database import Database
from sync.postgres.driver import extensions, psycopg2, sql
from sync.postgres.limits import CONNECT_TIMEOUT_S, LIBPQ_OPTIONS, Cancellation, cannot_connect, limited


class Asker:
    """A connection that is asked for single rows, in scripts of one or many statements."""

    def __init__(self, connection: extensions.connection) -> None:
        self._connection = connection

    @property
    def server_version(self) -> int:
        """As `server_version_num` gives it: 180006 is 18.6."""
        return self._connection.server_version

    @property
    def is_superuser(self) -> bool:
        """Whether the role is known to be a superuser; a pooler may not tell."""
        return self._connection.get_parameter_status("is_superuser") == "on"

    def ask(self, script: sql.Composable) -> tuple[Any, ...] | None:
        """Send a script in one round trip.

        Returns:
            The first row of the last statement; None when there is none.
        """
        with self._connection.cursor() as cursor:
            cursor.execute(script)
            return cursor.fetchone() if cursor.description else None


@contextmanager
def asking(database: Database, *, limit_s: float, cancellation: Cancellation | None = None) -> Iterator[Asker]:
    """A connection to ask, closed at the end, whatever happens. Transactions are the scripts' own.

    Args:
        database: Where to.
        limit_s: How long the connection may live, in seconds.
        cancellation: What may end the work before its time.

    Raises:
        ConnectError: No server answers, it refuses the log-in, or the connection was cut at its limit or cancelled.
    """
    failure = None
    try:
        connection = psycopg2.connect(database.url, connect_timeout=CONNECT_TIMEOUT_S, **LIBPQ_OPTIONS)
    except psycopg2.Error as error:
        failure = cannot_connect(database, error)
    if failure:
        raise failure  # outside the handler: the driver's own exception may quote the connection string

    def cancel() -> None:
        with suppress(psycopg2.Error):
            connection.cancel()

    try:
        connection.autocommit = True
        with (
            limited(connection.fileno, database, limit_s),
            (cancellation or Cancellation()).over(cancel, database.label),
        ):
            yield Asker(connection)
    finally:
        connection.close()
