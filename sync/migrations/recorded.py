"""What a database has written down of its migrations, read by a connection of its own."""

import psycopg

from sync.errors import ReadError
from sync.migrations import history
from sync.migrations.history import Applied, Run
from sync.postgres.database import Database
from sync.postgres.limits import Cancellation, reason_of
from sync.postgres.session import connect


def recorded(
    database: Database, label: str, cancellation: Cancellation | None = None
) -> tuple[tuple[Applied, ...], tuple[Run, ...]]:
    """What a database has, and what schemabot did there. Nothing is written.

    Args:
        database: Which.
        label: Its name for people.
        cancellation: What may end it before its time.

    Raises:
        ConnectError: It cannot be reached.
        ReadError: Its history cannot be read.
    """
    with connect(database, autocommit=True, cancellation=cancellation) as connection:
        try:
            with connection.transaction():
                connection.execute("SET TRANSACTION READ ONLY")
                return history.applied(connection), history.runs(connection)
        except psycopg.Error as error:
            raise ReadError(
                f"the history of migrations in {label} cannot be read: {reason_of(error)}",
                history.remedy(error, history.TO_READ),
            ) from error
