"""A schema with everything that PostgreSQL deparses, in as many forms as there are."""

import re
from collections.abc import Iterator
from pathlib import Path

from sync.postgres.database import Database
from sync.postgres.session import connect

FILE = Path(__file__).parents[1] / "schemas" / "deparse_zoo.sql"
_SINCE = re.compile(r"-- since (\d+)\n")


def blocks(major: int) -> Iterator[str]:
    """The parts of the file that a major version takes, in order."""
    for block in FILE.read_text(encoding="utf-8").split("\n\n"):
        since = _SINCE.match(block)
        if since is None or int(since[1]) <= major:
            yield block


def load(database: Database, major: int) -> None:
    """Make in an empty database what a major version takes, and later ones as well."""
    with connect(database, autocommit=True) as connection:
        for block in blocks(major):
            connection.execute(block.encode())
