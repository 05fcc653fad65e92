"""Reading as somebody who may do very little."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sync.postgres.database import Database
from tests.support.servers import execute


@contextmanager
def reader(database: Database, role: str, grants: str = "") -> Iterator[Database]:
    """The database as a new role sees it that may connect and nothing else; the role is gone afterwards.

    Args:
        database: Where, as a superuser.
        role: The role's name, plain lower case.
        grants: SQL that gives it more.
    """
    execute(database, f"CREATE ROLE {role} LOGIN; {grants}")
    try:
        yield replace(database, url=database.url.replace("//postgres@", f"//{role}@"))
    finally:
        execute(database, f"DROP OWNED BY {role}; DROP ROLE {role}")
