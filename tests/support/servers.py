"""PostgreSQL servers and fresh databases for tests. Every xdist worker has servers of its own."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.programs import Programs, find_programs
from sync.postgres.session import connect
from tests.support import memory
from tests.support.majors import RELEASES, fetched

EMBEDDED_MAJOR = 18
USUAL_MAJORS = (EMBEDDED_MAJOR, 15)
ALL_VARIABLE = "SCHEMABOT_TEST_MAJORS"

_FILE_COPY_SINCE = 15  # CREATE DATABASE … STRATEGY; a copy was always of files before

Build = Callable[[Database, EmbeddedServer], object]


def programs_of(major: int) -> Path | None:
    """The folder of a PostgreSQL's programs, Debian's or a fetched one; None when the machine has no such version."""
    debian = Path(f"/usr/lib/postgresql/{major}/bin")
    homes = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    for folder in (debian, fetched(major), *(home for home in homes if str(major) in str(home.resolve()))):
        if folder is not None and (folder / "initdb").exists():
            return folder
    return None


def chosen_majors() -> tuple[int, ...]:
    """The major versions that tests run on, the latest first: the usual ones; if the variable says all, all there are.

    Those that are missing do not count as skipped, beside the usual ones.
    """
    wanted = set(USUAL_MAJORS)
    if os.environ.get(ALL_VARIABLE) == "all":
        wanted |= {major for major in RELEASES if programs_of(major)}
    return tuple(sorted(wanted, reverse=True))


def many_majors() -> tuple[int, ...]:
    """The same where databases are in memory; on a disk, unless all are asked for, the embedded one: it takes long."""
    return chosen_majors() if memory.is_used() else more_majors() or (EMBEDDED_MAJOR,)


def more_majors() -> tuple[int, ...]:
    """All that there are if the variable says so, else none. For what takes long and is tested in parts elsewhere."""
    return chosen_majors() if os.environ.get(ALL_VARIABLE) == "all" else ()


def require(major: int) -> Path | None:
    """The programs of a major version, None for the embedded one.

    Without them the test is skipped, and fails where CI runs it.
    """
    if major == EMBEDDED_MAJOR:
        return None
    found = programs_of(major)
    if found is not None:
        return found
    if os.environ.get("CI"):
        pytest.fail(f"CI must have PostgreSQL {major}: apt-get install postgresql-{major}")
    pytest.skip(f"PostgreSQL {major} is not installed")


def clients(server: EmbeddedServer) -> Programs:
    """`psql` and `pg_dump`: the server's own, or the embedded ones, where its package has only the server."""
    own = server.programs
    return own if (own.folder / "pg_dump").exists() else find_programs(server.data, own.account)


@contextmanager
def running_scratch() -> Iterator[EmbeddedServer]:
    """The confined server of scratch databases of a data folder, its parent, so that no process has to start it."""
    with tempfile.TemporaryDirectory(prefix="schemabot-") as folder:
        data = Path(folder)
        data.chmod(0o755)  # the server may run as another account
        with EmbeddedServer(data / "scratch", durable=False, confined=True) as server:
            yield server


def execute(database: Database, statements: str) -> None:
    """Run SQL, one or many statements, each in its own transaction unless it says BEGIN."""
    with connect(database, autocommit=True) as connection:
        connection.execute(statements)


def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    """What a query returns."""
    with connect(database, autocommit=True) as connection:
        return connection.execute(query).fetchall()


@dataclass(slots=True)
class Databases:
    """Makes databases on one server and drops those of a test when it is over.

    Attributes:
        server: Where.
        templates: Names of the template databases that were built so far; they live as long as the server.
    """

    server: EmbeddedServer
    templates: dict[str, str] = field(default_factory=dict)
    _made: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def major(self) -> int:
        """The server's major version."""
        return self.server.programs.major

    def fresh(self, statements: str = "", *, template: str | None = None, name: str | None = None) -> Database:
        """A new database, empty or a copy of a template, with some SQL run in it."""
        chosen = name or f"test_{next(self._numbers)}"
        self._create(chosen, template or "template0")
        self._made.append(chosen)
        database = self.server.database(chosen)
        if statements:
            execute(database, statements)
        return database

    def template(self, name: str, build: Build) -> str:
        """The name of a template database, built the first time that it is asked for."""
        if name not in self.templates:
            chosen = f"template_{name}"
            self._create(chosen, "template0")
            try:
                build(self.server.database(chosen), self.server)
            except BaseException:
                self._made.append(chosen)  # half built: dropped with the test's own; the next says the cause too
                raise
            self.templates[name] = chosen
        return self.templates[name]

    def tablespace(self, name: str) -> None:
        """Make a tablespace, the first time that it is asked for; it lives as long as the server."""
        with connect(self.server.database(), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_tablespace WHERE spcname = %s", [name]).fetchone():
                connection.execute("SET allow_in_place_tablespaces = on")
                connection.execute(sql.SQL("CREATE TABLESPACE {} LOCATION ''").format(sql.Identifier(name)))

    def drop(self) -> None:
        """Drop every database that `fresh` made."""
        with connect(self.server.database(), autocommit=True) as connection:
            connection.execute("DELETE FROM pg_subscription")  # a database with a subscription cannot be dropped
            while self._made:
                connection.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self._made.pop()))
                )

    def _create(self, name: str, template: str) -> None:
        strategy = sql.SQL("STRATEGY file_copy" if self.major >= _FILE_COPY_SINCE else "")
        with connect(self.server.database(), autocommit=True) as connection:
            try:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE {} {}").format(
                        sql.Identifier(name), sql.Identifier(template), strategy
                    )
                )
            except psycopg.errors.DuplicateDatabase:
                pytest.fail(f"a test asked twice for the database {name}")


@dataclass(slots=True)
class Servers:
    """One server for each major version, started when it is first asked for, until the stack is closed."""

    stack: ExitStack
    _running: dict[int, Databases] = field(default_factory=dict)

    def __getitem__(self, major: int) -> Databases:
        """The databases of a major version; what is made there stays until somebody drops it."""
        if major not in self._running:
            server = EmbeddedServer.throwaway(programs=require(major))
            self._running[major] = Databases(self.stack.enter_context(server))
        return self._running[major]
