"""PostgreSQL servers and fresh databases for tests. Every xdist worker has servers of its own."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from sync.postgres import Database, EmbeddedServer, connect

EMBEDDED_MAJOR = 18
Build = Callable[[Database, EmbeddedServer], None]


def programs_of(major: int) -> Path | None:
    """The folder of an installed PostgreSQL's programs, or None when the machine has no such version."""
    debian = Path(f"/usr/lib/postgresql/{major}/bin")
    homes = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    for folder in (debian, *(home for home in homes if str(major) in str(home.resolve()))):
        if (folder / "initdb").exists():
            return folder
    return None


def require(major: int) -> Path:
    """The programs of a major version; without them the test is skipped, and fails where CI runs it."""
    found = programs_of(major)
    if found is not None:
        return found
    if os.environ.get("CI"):
        pytest.fail(f"CI must have PostgreSQL {major}: apt-get install postgresql-{major}")
    pytest.skip(f"PostgreSQL {major} is not installed")


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
                self._made.append(
                    chosen
                )  # half built: dropped with the test's own, so that the next says the cause too
                raise
            self.templates[name] = chosen
        return self.templates[name]

    def drop(self) -> None:
        """Drop every database that `fresh` made."""
        with connect(self.server.database(), autocommit=True) as connection:
            while self._made:
                connection.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self._made.pop()))
                )

    def _create(self, name: str, template: str) -> None:
        with connect(self.server.database(), autocommit=True) as connection:
            try:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                        sql.Identifier(name), sql.Identifier(template)
                    )
                )
            except psycopg.errors.DuplicateDatabase:
                pytest.fail(f"a test asked twice for the database {name}")
