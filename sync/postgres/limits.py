"""What ends the work on a connection before its time: a limit, or somebody who has no more use for it."""

import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread, Timer
from typing import Any, Protocol, Self

from sync.errors import ConnectError
from sync.postgres.database import Database

_ERRNO = re.compile(r"\[Errno -?\d+\] ")  # a number of Python's before the words of the system

CONNECT_TIMEOUT_S = 10
_LOOK_S = 1.0

# How every connection is opened, with the words of libpq.
LIBPQ_OPTIONS: dict[str, Any] = {
    "application_name": "schemabot",
    "client_encoding": "UTF8",  # a database in SQL_ASCII would answer in bytes
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # milliseconds: a peer whose machine or network is gone
}


class Diagnosed(Protocol):
    """The error of a driver, with what the server said about it."""

    @property
    def diag(self) -> "Diagnosis":
        """What the server said."""


class Diagnosis(Protocol):
    """What a server says about an error."""

    @property
    def message_primary(self) -> str | None:
        """Its one sentence."""


class Cancellation:
    """Ends work on connections from another thread: what runs is cancelled on the server, what follows fails."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[int, Callable[[], None]] = {}
        self._cancelled = False

    def cancel(self) -> None:
        """End all work, that which is going on and that which would begin later."""
        with self._lock:
            self._cancelled = True
            running = tuple(self._open.values())
        for cancel in running:
            cancel()

    def check(self, label: str) -> None:
        """Raise ConnectError where it was cancelled, which is said about what is called so."""
        if self._cancelled:
            raise _cancelled(label)

    @contextmanager
    def within(self, label: str) -> Iterator["Cancellation"]:
        """One of a part of the work, which can also be cancelled alone. Raises as `over` does."""
        part = Cancellation()
        with self.over(part.cancel, label):
            yield part

    @contextmanager
    def over(self, cancel: Callable[[], None], label: str) -> Iterator[None]:
        """While this lasts, the work can be cancelled.

        Args:
            cancel: Ends what is running on the server; raises nothing. It may be called more than once.
            label: What is asked there, for people.

        Raises:
            ConnectError: It was cancelled.
        """
        with self._lock:
            key = id(cancel)
            self._open[key] = cancel
        try:
            self.check(label)
            yield
        except Exception as error:
            if self._cancelled:
                raise _cancelled(label) from error
            raise
        finally:
            with self._lock:
                self._open.pop(key, None)
        self.check(label)


def _cancelled(label: str) -> ConnectError:
    return ConnectError(f"{label} was not asked to the end", "nobody waits for its answer any more")


class Overseer:
    """Ends statements of a session that take too long, whatever timeouts they set themselves. A context manager.

    Args:
        cancel: Ends what the session is running; raises nothing.
        limit_s: How long a statement may run, in seconds.

    Attributes:
        has_ended_one: Whether one took too long.
    """

    def __init__(self, cancel: Callable[[], None], limit_s: float) -> None:
        self.has_ended_one = False
        self._cancel, self._limit_s = cancel, limit_s
        self._lock = Lock()
        self._begun_at: float | None = None
        self._is_over = Event()
        self._thread = Thread(target=self._look, name="overseer", daemon=True)

    def begins(self) -> None:
        """A statement begins."""
        with self._lock:
            self._begun_at = time.monotonic()

    def ends(self) -> None:
        """It has come to its end."""
        with self._lock:
            self._begun_at = None

    @contextmanager
    def over(self) -> Iterator[None]:
        """While this lasts, a statement runs."""
        self.begins()
        try:
            yield
        finally:
            self.ends()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(min(_LOOK_S, self._limit_s / 4)):
            with self._lock:  # what comes next is not to be ended for what has ended by itself
                if self._begun_at is not None and time.monotonic() - self._begun_at > self._limit_s:
                    self.has_ended_one = True
                    self._cancel()


@contextmanager
def limited(fileno: Callable[[], int], database: Database, limit_s: float | None) -> Iterator[None]:
    """Cut a connection at its limit, and say so instead of what that made of the work.

    Args:
        fileno: The connection's socket.
        database: Where it leads.
        limit_s: Seconds; for ever when it is None. A server's own timeouts do not help against a server, a proxy or a
            network that says nothing any more.

    Raises:
        ConnectError: It was cut.
    """
    if limit_s is None:
        yield
        return
    was_cut = Event()

    def cut() -> None:
        was_cut.set()
        with suppress(Exception), socket.socket(fileno=os.dup(fileno())) as own:  # it may be closed already
            own.shutdown(socket.SHUT_RDWR)  # who waits for an answer reads the end of the connection

    timer = Timer(limit_s, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if not was_cut.is_set():
            raise
        raise ConnectError(
            f"{database.label} has not finished answering within {limit_s:g} s", "try again when it is less busy"
        ) from error
    finally:
        timer.cancel()


def cannot_connect(database: Database, error: Diagnosed) -> ConnectError:
    """What a person is told of a connection that did not come about."""
    reason = _ERRNO.sub("", database.redact(reason_of(error))).rstrip(".")
    return ConnectError(
        f"cannot connect to {database.label}: {reason}", "check host, port, user, password and database of its URL"
    )


def reason_of(error: Diagnosed) -> str:
    """The server's own words where there are some, else the last line the driver wrote."""
    if error.diag.message_primary:
        return error.diag.message_primary
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    failures = [line for line in lines if "failed: " in line]
    return failures[-1].rsplit("failed: ", 1)[1] if failures else (lines[0] if lines else type(error).__name__)
