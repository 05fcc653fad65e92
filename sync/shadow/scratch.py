"""Makes scratch databases on the embedded server, and drops them whatever happens.

A scratch database is named after the process that made it, so that the next process can drop what a killed one left.
"""

import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

import platformdirs
import psutil
import psycopg
from psycopg import sql

from sync.errors import ConnectError, EmbeddedServerError
from sync.postgres import Database, EmbeddedServer, connect
from sync.postgres.session import reason_of

DATA_VARIABLE = "SCHEMABOT_DATA"
_PREFIX = "scratch"

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
        self._made: set[str] = set()
        self._closed = False

    @contextmanager
    def database(self) -> Iterator[Database]:
        """An empty database that is dropped at the end, or when this is closed.

        Raises:
            EmbeddedServerError: The embedded server does not start, or makes no database.
        """
        server = self._server()
        name = f"{_PREFIX}_{_process_key(os.getpid())}_{secrets.token_hex(4)}"
        self._create(server, name)
        try:
            yield server.database(name)
        finally:
            self._drop(server, name)

    def close(self) -> None:
        """Drop the databases that are still in use elsewhere, and let go of the server, if it is our own."""
        with self._lock:
            self._closed = True
            server = self._given or self._own
            left, self._made = self._made, set()
            if server is not None and left:
                _drop_all(server, left)
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
            if self._closed:
                raise EmbeddedServerError("the scratch databases are closed")
            if self._given is not None:
                return self._given
            if self._own is None:
                self._own = EmbeddedServer(data_folder())
                _drop_orphans(self._own)
            return self._own

    def _create(self, server: EmbeddedServer, name: str) -> None:
        with self._lock:
            if self._closed:
                raise EmbeddedServerError("the scratch databases are closed")
            try:
                with connect(server.database(), autocommit=True) as connection:
                    connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
            except psycopg.Error as error:
                raise EmbeddedServerError(f"no scratch database can be made: {reason_of(error)}") from error
            self._made.add(name)

    def _drop(self, server: EmbeddedServer, name: str) -> None:
        with self._lock:
            if name in self._made:
                self._made.remove(name)
                _drop_all(server, [name])


def _drop_all(server: EmbeddedServer, names: Iterable[str]) -> None:
    """Drop databases; one that does not go (a dying server) is left to the next process, which drops orphans."""
    with suppress(ConnectError, psycopg.Error), connect(server.database(), autocommit=True) as connection:
        for name in names:
            command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            try:
                connection.execute(command)
            except psycopg.errors.ObjectInUse:
                with suppress(ConnectError, psycopg.Error):
                    _drop_subscriptions(server.database(name))
                    connection.execute(command)


def _drop_subscriptions(database: Database) -> None:
    """Subscriptions keep their database from being dropped; files may have made some."""
    with connect(database, autocommit=True) as connection:
        found = connection.execute(
            """SELECT subname FROM pg_catalog.pg_subscription
                WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"""
        ).fetchall()
        for (name,) in found:
            for change in ("ALTER SUBSCRIPTION {} DISABLE", "ALTER SUBSCRIPTION {} SET (slot_name = NONE)"):
                connection.execute(sql.SQL(change).format(sql.Identifier(name)))
            connection.execute(sql.SQL("DROP SUBSCRIPTION {}").format(sql.Identifier(name)))


def _process_key(pid: int) -> str:
    """A process of this machine, told apart from a later one of the same number by its start."""
    return f"{pid}_{int(psutil.Process(pid).create_time())}"


def _drop_orphans(server: EmbeddedServer) -> None:
    with connect(server.database(), autocommit=True) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_catalog.pg_database WHERE datname LIKE %s", [f"{_PREFIX}\\_%"]
        ).fetchall()
    orphans = [name for (name,) in rows if _is_orphan(name)]
    if orphans:
        _drop_all(server, orphans)


def _is_orphan(name: str) -> bool:
    _, pid, *rest = name.split("_")
    if not pid.isdecimal() or not rest:
        return False
    try:
        return _process_key(int(pid)) != f"{pid}_{rest[0]}"
    except psutil.Error:
        return True
