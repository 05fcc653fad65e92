"""How large relations are, as far as the server knows without counting."""

from collections.abc import Collection, Mapping

import psycopg

from sync.catalog.query_files import text_of
from sync.errors import ReadError
from sync.model.size import Size
from sync.postgres.database import Database
from sync.postgres.limits import Cancellation, reason_of
from sync.postgres.session import connect

Place = tuple[str, str]

# A relation that somebody has locked cannot be measured meanwhile.
_PATIENCE = "2s"


def sizes(
    database: Database,
    places: Collection[Place],
    *,
    limit_s: float | None = None,
    cancellation: Cancellation | None = None,
) -> Mapping[Place, Size]:
    """The sizes of tables, materialized views, indexes and sequences. It takes no privilege to ask.

    Args:
        database: Where they are.
        places: Schema and name of each; what is not there is left out.
        limit_s: How long that may take.
        cancellation: What may end it before its time.

    Returns:
        By schema and name; of a partitioned table, the sum of its partitions. None at all where somebody keeps one of
        them locked.

    Raises:
        ConnectError: The database could not be reached.
        ReadError: It did not answer.
    """
    if not places:
        return {}
    wanted = sorted(places)
    asked = {"schemas": [schema for schema, _ in wanted], "names": [name for _, name in wanted]}
    with connect(database, limit_s=limit_s, cancellation=cancellation) as connection:
        connection.read_only = True
        try:
            connection.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
            rows = connection.execute(text_of("sizes").encode(), asked).fetchall()
        except psycopg.errors.LockNotAvailable:
            return {}
        except psycopg.Error as error:
            problem = database.redact(reason_of(error))
            raise ReadError(f"cannot tell how large the tables of {database.label} are", problem) from None
    return {(schema, name): Size(counted, size) for schema, name, counted, size in rows}
