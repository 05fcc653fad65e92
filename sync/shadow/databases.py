"""Databases on the embedded server: made empty, named after the process that made them, dropped when it is gone."""

import secrets
from collections.abc import Iterable
from contextlib import suppress

import psutil
import psycopg
from psycopg import sql

from sync.errors import ConnectError, EmbeddedServerError
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.limits import reason_of
from sync.postgres.session import connect

_PREFIX = "scratch"


def new_name(pid: int) -> str:
    """A name for a database of a process, like no other."""
    return f"{_PREFIX}_{_process_key(pid)}_{secrets.token_hex(4)}"


def create(server: EmbeddedServer, name: str) -> None:
    """Make an empty database.

    Raises:
        EmbeddedServerError: The server makes none.
    """
    try:
        with connect(server.database(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise EmbeddedServerError(f"no scratch database can be made: {reason_of(error)}") from error


def drop_all(server: EmbeddedServer, names: Iterable[str]) -> None:
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


def drop_orphans(server: EmbeddedServer) -> None:
    """Drop what processes left that are gone."""
    with connect(server.database(), autocommit=True) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_catalog.pg_database WHERE datname LIKE %s", [f"{_PREFIX}\\_%"]
        ).fetchall()
    orphans = [name for (name,) in rows if _is_orphan(name)]
    if orphans:
        drop_all(server, orphans)


def _is_orphan(name: str) -> bool:
    _, pid, *rest = name.split("_")
    if not pid.isdecimal() or not rest:
        return False
    try:
        return _process_key(int(pid)) != f"{pid}_{rest[0]}"
    except psutil.Error:
        return True
