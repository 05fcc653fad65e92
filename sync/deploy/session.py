"""The one session of a deployment: it holds the lock, runs the statements, and both end together.

So whoever has the lock knows that nobody runs anything any more, also where a deployment died: the server keeps a
session, and its locks, until the statement that runs in it is over.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg

from sync.deploy.settings import Settings
from sync.errors import BusyError, ConnectError, MigrationError
from sync.postgres.database import Database
from sync.postgres.limits import Cancellation, reason_of
from sync.postgres.pooler import refuse_transaction_pooler
from sync.postgres.session import connect

# "schemabot" on a telephone's keys. Whoever deploys in another way and wants to wait for us takes this lock.
LOCK = 724362268
_POLL_S = 0.05
_MOST_POLLS_S = 2.0
_NAME_LENGTH = 63
# What DISCARD ALL does, but for letting go of the lock.
_RESET = (
    "CLOSE ALL",
    "RESET SESSION AUTHORIZATION",
    "RESET ROLE",
    "RESET ALL",
    "DEALLOCATE ALL",
    "UNLISTEN *",
    "DISCARD PLANS",
    "DISCARD TEMP",
    "DISCARD SEQUENCES",
)
# Neither waiting, for others or for a proof, nor a long transaction is a reason to end the session. But where whoever
# deploys is gone, the server is to find out: in seconds where it waits for others or works, within a minute else. Not
# all versions have all of these settings.
_KEEP = """
SELECT set_config(name, value, false)
  FROM (VALUES ('idle_session_timeout', '0'), ('idle_in_transaction_session_timeout', '0'),
               ('transaction_timeout', '0'), ('client_connection_check_interval', '2s'),
               ('tcp_keepalives_idle', '30'), ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3')
       ) AS wanted (name, value)
  JOIN pg_catalog.pg_settings USING (name)
"""
_HOLDER = """
SELECT holder.usename, holder.application_name, pg_catalog.host(holder.client_addr),
       pg_catalog.to_char(holder.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'
  FROM pg_catalog.pg_locks AS held
  JOIN pg_catalog.pg_stat_activity AS holder USING (pid)
 WHERE held.locktype = 'advisory' AND held.classid = 0 AND held.objid = %s AND held.objsubid = 1 AND held.granted
   AND held.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
"""
_HELD = """
SELECT EXISTS (
    SELECT FROM pg_catalog.pg_locks
     WHERE locktype = 'advisory' AND classid = 0 AND objid = %s AND objsubid = 1 AND granted
       AND pid = pg_catalog.pg_backend_pid())
"""
# Warnings that mean that something was not done which the file asks for.
_FATAL_WARNINGS = frozenset({"25P01", "25001"})

Connection = psycopg.Connection[tuple[Any, ...]]


class Session:
    """A session that nobody else deploys beside.

    Attributes:
        connection: In autocommit: transactions are begun and ended by statements.
        database: Where it leads.
        label: The database's name for people.
        redact: Takes secrets of the connection out of what the server says.
        notices: What the server has said since this was last taken.
    """

    def __init__(self, connection: Connection, settings: Settings, database: Database, label: str = "") -> None:
        self.connection = connection
        self.database = database
        self.label = label or database.label
        self.redact = database.redact
        self.notices: list[str] = []
        self._settings = settings
        self._warning: str | None = None
        connection.add_notice_handler(self._hear)

    def reset(self) -> None:
        """Be as a new session is, but for the lock, with the timeouts of the deployment.

        Raises:
            MigrationError: The lock is gone.
            psycopg.Error: The connection is.
        """
        for statement in _RESET:
            self.connection.execute(statement.encode())
        self.connection.execute(
            "SELECT set_config('lock_timeout', %s, false), set_config('statement_timeout', %s, false),"
            " set_config('application_name', %s, false)",
            [
                milliseconds(self._settings.lock_timeout),
                milliseconds(self._settings.statement_timeout),
                f"schemabot deploy by {self._settings.run_by}"[:_NAME_LENGTH],
            ],
        )
        self.connection.execute(_KEEP.encode())
        if not self.has_lock():
            raise MigrationError("the lock that keeps others from deploying is gone", "deploy again")
        self.take_notices()

    def has_lock(self) -> bool:
        """Whether the lock is ours. Raises as psycopg does."""
        return self.connection.execute(_HELD, [LOCK]).fetchone() == (True,)

    def take_notices(self) -> tuple[str, ...]:
        """What the server has said since the last time."""
        said, self.notices = tuple(self.notices), []
        return said

    def take_warning(self) -> str | None:
        """A warning that has to count as an error, if there was one since the last time."""
        warning, self._warning = self._warning, None
        return warning

    def _hear(self, said: psycopg.errors.Diagnostic) -> None:
        text = self.redact(said.message_primary or "")
        self.notices.append(f"{said.severity_nonlocalized or said.severity}: {text}")
        if said.sqlstate in _FATAL_WARNINGS:
            self._warning = text


@contextmanager
def deploying(
    database: Database,
    settings: Settings,
    progress: Callable[[str], None] = lambda _: None,
    cancellation: Cancellation | None = None,
    label: str = "",
) -> Iterator[Session]:
    """A session in which to deploy.

    Args:
        database: Where to.
        settings: How long to wait for others, among others.
        progress: Told who is waited for.
        cancellation: What may end it before its time.
        label: The database's name for people; its own when empty.

    Raises:
        BusyError: Somebody else deploys for longer than is to be waited.
        ConfigurationError: It is reached through a pooler in transaction mode.
        ConnectError: It cannot be reached, or the connection was lost while others were waited for.
    """
    refuse_pooler(database)
    with connect(database, autocommit=True, cancellation=cancellation) as connection:
        with _beginning(database):
            connection.execute(_KEEP.encode())
            session = Session(connection, settings, database, label)
            _lock(session, settings, progress)
            session.reset()
        yield session


def refuse_pooler(database: Database) -> None:
    """See that what is set for a session stays set, and a lock locked.

    Raises:
        ConfigurationError: It is reached through a pooler in transaction mode.
        ConnectError: It cannot be reached.
    """
    with _beginning(database):
        refuse_transaction_pooler(database)


@contextmanager
def _beginning(database: Database) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise ConnectError(f"cannot begin to deploy to {database.label}", database.redact(reason_of(error))) from error


def milliseconds(time_: timedelta | None) -> str:
    """A timeout as PostgreSQL takes it; none is 0."""
    return f"{round(time_.total_seconds() * 1000)}ms" if time_ is not None else "0"


def _lock(session: Session, settings: Settings, progress: Callable[[str], None]) -> None:
    """Take the lock. It is asked for again and again: who waits in line for it would stop CREATE INDEX CONCURRENTLY."""
    end, pause = time.monotonic() + settings.wait.total_seconds(), _POLL_S
    while session.connection.execute("SELECT pg_catalog.pg_try_advisory_lock(%s)", [LOCK]).fetchone() != (True,):
        who = _holder(session.connection, is_discreet=settings.is_discreet)
        if time.monotonic() >= end:
            raise BusyError(f"somebody else deploys to {session.label}: {who}", "try again when they are done")
        progress(f"waiting for another deployment: {who}")
        time.sleep(pause)
        pause = min(pause * 1.5, _MOST_POLLS_S)


def _holder(connection: Connection, *, is_discreet: bool) -> str:
    row = connection.execute(_HOLDER, [LOCK]).fetchone()
    if row is None:
        return "it has just ended"
    user, application, address, since = row
    who = application or "no name"
    if not is_discreet:
        who += f" as {user}" + (f" from {address or 'the same machine'}" if since else "")
    # Of sessions of others a role without pg_read_all_stats learns no more.
    return f"{who}, connected since {since}" if since else who
