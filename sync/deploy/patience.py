"""Waits that hold nobody back: they may last, and people are told who is waited for.

`CREATE INDEX CONCURRENTLY` and its like wait for transactions that are older, and nobody has to wait behind them
meanwhile. `lock_timeout`, which is there for those who come behind, would only make them fail wherever transactions are
long, but the server has one for both. So it is off for these statements, and another session looks on: where one waits
for a table, as all others do, it is ended at `lock_timeout`.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any, Self

import postgast
import psycopg
from psycopg.pq import TransactionStatus

from sync.deploy.settings import Settings
from sync.errors import ConnectError
from sync.migrations import Alone, Statement
from sync.parsing import is_concurrent, unwrapped
from sync.postgres.database import Database
from sync.postgres.session import connect

Progress = Callable[[str], None]
Connection = psycopg.Connection[tuple[Any, ...]]

_LOOK_S = 0.5
# These refuse a transaction only where they say CONCURRENTLY.
_CONCURRENTLY = frozenset({"IndexStmt", "DropStmt", "AlterTableStmt"})
# What a file sets itself stays.
_IS_OURS = """
SELECT pg_catalog.pg_backend_pid() FROM pg_catalog.pg_settings WHERE name = 'lock_timeout' AND setting = %s
"""
_SET = "SELECT pg_catalog.set_config('lock_timeout', %s, false)"
# Prepared transactions are waited for by their number, and have no process.
_WAITED_FOR = """
SELECT waiting.locktype IN ('virtualxid', 'transactionid'), blocking.pid, holder.usename, holder.application_name,
       pg_catalog.to_char(holder.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'
  FROM pg_catalog.pg_locks AS waiting
 CROSS JOIN LATERAL (SELECT (pg_catalog.pg_blocking_pids(waiting.pid))[1]) AS blocking (pid)
  LEFT JOIN pg_catalog.pg_stat_activity AS holder ON holder.pid = blocking.pid
 WHERE waiting.pid = %s AND NOT waiting.granted
"""


def holds_nobody_back(statement: Statement) -> bool:
    """Whether a statement waits for older transactions without anybody having to wait behind it."""
    if statement.kind in _CONCURRENTLY:
        return statement.alone is Alone.REFUSES
    if statement.kind != "ReindexStmt":
        return False
    _, node = unwrapped(postgast.parse(statement.sql).stmts[0].stmt)
    return is_concurrent(node)


@contextmanager
def patiently(connection: Connection, database: Database, settings: Settings, progress: Progress) -> Iterator[None]:
    """While this lasts, a statement of the session may wait for the end of transactions as long as it takes.

    Where no other session can be had, or a file has set its own `lock_timeout`, that holds for them as for all others.

    Args:
        connection: In autocommit, and in no transaction.
        database: Where it leads.
        settings: How long the statement may wait for anything else that is locked.
        progress: Told who is waited for.

    Raises:
        psycopg.errors.LockNotAvailable: It waited too long for something else.
        psycopg.Error: The connection was lost.
    """
    milliseconds = str(round(settings.lock_timeout.total_seconds() * 1000))
    ours = connection.execute(_IS_OURS.encode(), [milliseconds]).fetchone()
    if ours is None:
        yield
        return
    with _Onlooker(connection, database, ours[0], settings, progress) as onlooker:
        if onlooker.is_there:
            connection.execute(_SET.encode(), ["0"])
        try:
            yield
        except psycopg.errors.QueryCanceled as error:
            if not onlooker.has_ended_it:
                raise
            raise psycopg.errors.LockNotAvailable("canceling statement due to lock timeout") from error
        finally:
            onlooker.leave()
            if connection.info.transaction_status is TransactionStatus.IDLE:
                connection.execute(_SET.encode(), [f"{milliseconds}ms"])


class _Onlooker:
    """Another session, which looks whom the first one waits for.

    Attributes:
        is_there: Whether it could be had.
        has_ended_it: Whether it has ended what the first one was doing.
    """

    def __init__(
        self, connection: Connection, database: Database, pid: int, settings: Settings, progress: Progress
    ) -> None:
        self.is_there = False
        self.has_ended_it = False
        self._connection = connection
        self._database = database
        self._pid = pid
        self._lock_timeout_s = settings.lock_timeout.total_seconds()
        self._is_discreet = settings.is_discreet
        self._progress = progress
        self._is_ready, self._is_over = Event(), Event()
        self._thread = Thread(target=self._look_on, name="onlooker", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._is_ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def leave(self) -> None:
        """Look on no longer."""
        self._is_over.set()
        self._thread.join()

    def _look_on(self) -> None:
        try:
            with connect(self._database, autocommit=True) as looking:
                self.is_there = True
                self._is_ready.set()
                self._look(looking)
        except (psycopg.Error, ConnectError):
            if self.is_there:
                self._end_it()  # nobody looks on any more
        finally:
            self._is_ready.set()

    def _look(self, looking: Connection) -> None:
        since, pause_s = None, min(_LOOK_S, self._lock_timeout_s or _LOOK_S)
        while not self._is_over.wait(pause_s):
            found = looking.execute(_WAITED_FOR.encode(), [self._pid]).fetchone()
            if found is None:
                since = None
                continue
            is_for_transaction, *holder = found
            who = called(*holder, is_discreet=self._is_discreet)
            self._progress(f"waiting for {'a transaction to end' if is_for_transaction else 'a lock'}: {who}")
            since = None if is_for_transaction else since or time.monotonic()
            if since is not None and 0 < self._lock_timeout_s <= time.monotonic() - since:
                self._end_it()
                return

    def _end_it(self) -> None:
        self.has_ended_it = True
        with suppress(psycopg.Error):
            self._connection.cancel_safe()


def called(pid: int | None, user: str | None, application: str | None, since: str | None, *, is_discreet: bool) -> str:
    """Who holds a lock, as people can find them; no process where that has ended, 0 for a prepared transaction."""
    if not pid:
        return "one that is prepared, see pg_prepared_xacts" if pid == 0 else "it has just ended"
    who = f"pid {pid}, {application or 'no name'}" + (f" as {user}" if user and not is_discreet else "")
    return f"{who}, in a transaction since {since}" if since else who
