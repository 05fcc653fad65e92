"""Scratch databases: files are replayed into an empty database on the embedded server and read like any other.

A scratch database is named after the process that made it, so that the next process can drop what a killed one left.
"""

import os
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

import platformdirs
import psutil
import psycopg
from psycopg import sql

from sync.errors import ReplayError
from sync.migrations import SqlFile, Statement
from sync.postgres import Database, EmbeddedServer, connect
from sync.postgres.session import reason_of

DATA_VARIABLE = "SCHEMABOT_DATA"
_PREFIX = "scratch"

Progress = Callable[[str], None]
_Connection = psycopg.Connection[tuple[Any, ...]]


def data_folder() -> Path:
    """Where the embedded server's data is: `SCHEMABOT_DATA`, else the platform's place for such things."""
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named)
    if os.geteuid() == 0 and sys.platform == "linux":
        return Path("/var/lib/schemabot")  # the server runs as another account, which may not enter /root
    return platformdirs.user_data_path("schemabot")


class Scratch:
    """Scratch databases on the embedded server, which starts with the first one. A context manager.

    Args:
        server: A server that is running already and stays so; by default one of our own in `data_folder()`.
    """

    def __init__(self, server: EmbeddedServer | None = None) -> None:
        self._given = server
        self._own: EmbeddedServer | None = None
        self._lock = Lock()

    @contextmanager
    def database(self) -> Iterator[Database]:
        """An empty database that is dropped at the end.

        Raises:
            EmbeddedServerError: The embedded server does not start.
        """
        server = self._server()
        name = f"{_PREFIX}_{_process_key(os.getpid())}_{secrets.token_hex(4)}"
        with connect(server.database(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            yield server.database(name)
        finally:
            with connect(server.database(), autocommit=True) as connection:
                _drop(connection, name)

    def close(self) -> None:
        """Let go of the server, if it is our own."""
        if self._own is not None:
            self._own.close()
            self._own = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _server(self) -> EmbeddedServer:
        with self._lock:
            if self._given is not None:
                return self._given
            if self._own is None:
                self._own = EmbeddedServer(data_folder())
                _drop_orphans(self._own)
            return self._own


def replay(files: Sequence[SqlFile], database: Database, progress: Progress = lambda _: None) -> None:
    """Apply files in order, one transaction a file.

    A file with statements that refuse a transaction, or with its own `BEGIN` and `COMMIT`, is run statement by
    statement. Roles that the files name and the server lacks are created, without any right.

    Raises:
        ReplayError: A statement failed; the message names file and line and gives the server's words.
        SourceError: A file cannot be read.
    """
    with connect(database, autocommit=True) as connection:
        for number, file in enumerate(files, 1):
            progress(f"{file.name} ({number} of {len(files)})")
            statements = file.statements
            _ensure_roles(connection, statements)
            alone = any(statement.alone or statement.controls_transaction for statement in statements)
            if not alone:
                connection.execute("BEGIN")
            for statement in statements:
                _run(connection, file, statement)
            if not alone:
                _commit(connection, file)


def _run(connection: _Connection, file: SqlFile, statement: Statement) -> None:
    if statement.creates_role is not None and _has_role(connection, statement.creates_role):
        return  # roles belong to the whole server: an earlier replay has made it
    try:
        connection.execute(statement.sql.encode())
    except psycopg.Error as error:
        line = statement.line
        position = error.diag.statement_position
        if position:
            line += statement.sql[: int(position) - 1].count("\n")
        raise ReplayError(f"{file.path}, line {line}: {reason_of(error)}") from error


def _commit(connection: _Connection, file: SqlFile) -> None:
    try:
        connection.execute("COMMIT")
    except psycopg.Error as error:
        raise ReplayError(f"{file.path}, at its end: {reason_of(error)}") from error


def _ensure_roles(connection: _Connection, statements: Sequence[Statement]) -> None:
    created = {statement.creates_role for statement in statements}
    for role in sorted({role for statement in statements for role in statement.roles} - created):
        if not _has_role(connection, role):
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))


def _has_role(connection: _Connection, role: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = %s", [role]).fetchone() is not None


def _process_key(pid: int) -> str:
    """A process of this machine, told apart from a later one of the same number by its start."""
    return f"{pid}_{int(psutil.Process(pid).create_time())}"


def _drop_orphans(server: EmbeddedServer) -> None:
    with connect(server.database(), autocommit=True) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_catalog.pg_database WHERE datname LIKE %s", [f"{_PREFIX}\\_%"]
        ).fetchall()
        for (name,) in rows:
            pid, started = name.split("_")[1:3]
            try:
                alive = _process_key(int(pid)) == f"{pid}_{started}"
            except psutil.Error:
                alive = False
            if not alive:
                _drop(connection, name)


def _drop(connection: _Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
