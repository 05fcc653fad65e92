"""Opening connections: one way, with every driver error turned into one line without secrets."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from sync.errors import ConnectError
from sync.postgres.database import Database

CONNECT_TIMEOUT_S = 10


@contextmanager
def connect(
    database: Database, *, autocommit: bool = False, timeout_s: int = CONNECT_TIMEOUT_S
) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection that is closed at the end, whatever happens.

    Prepared statements are off: a pooler in transaction mode would lose them.

    Raises:
        ConnectError: No server answers, or it refuses the log-in.
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
        )
    except psycopg.Error as error:
        failure = ConnectError(f"cannot connect to {database.label}", database.redact(reason_of(error)))
    if failure:
        raise failure  # outside the handler: the driver's own exception may quote the connection string
    try:
        yield connection
    finally:
        connection.close()


def reason_of(error: psycopg.Error) -> str:
    """The server's own words where there are some, else the last line the driver wrote."""
    if error.diag.message_primary:
        return error.diag.message_primary
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    failures = [line for line in lines if "failed: " in line]
    return failures[-1].rsplit("failed: ", 1)[1] if failures else (lines[0] if lines else type(error).__name__)
