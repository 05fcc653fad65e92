"""Runs statements in the session of a deployment, and counts what they do."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

import psycopg
from psycopg.pq import TransactionStatus

from sync.deploy.patience import holds_nobody_back, patiently
from sync.deploy.session import Session, milliseconds
from sync.deploy.settings import Settings
from sync.migrations import Statement
from sync.postgres.limits import reason_of

# Somebody was in the way.
_PASSING = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
)
# What it would make is there: made by hand, perhaps.
_THERE = (
    psycopg.errors.DuplicateTable,
    psycopg.errors.DuplicateColumn,
    psycopg.errors.DuplicateObject,
    psycopg.errors.DuplicateFunction,
    psycopg.errors.DuplicateSchema,
)
AT_THE_END = "at its end"


@dataclass(frozen=True, slots=True)
class Doing:
    """A statement that begins, or is done.

    Attributes:
        migration: The name of its file.
        number: Of the statement in its file, from 1.
        of: How many the file has.
        sql: Its text.
        seconds: How long it took; None when it begins.
        rows: How many rows it wrote; None when it begins, or writes none.
    """

    migration: str
    number: int
    of: int
    sql: str
    seconds: float | None = None
    rows: int | None = None


Watch = Callable[[Doing], None]


class StatementError(Exception):
    """A statement failed, or the end of its transaction; not a connection that was lost.

    Attributes:
        place: Where in the file.
        reason: Why, in the server's words.
        hint: What the server advises.
        is_passing: Whether somebody was in the way who may be gone the next time.
        is_there: Whether what it would make is there already.
    """

    def __init__(
        self, place: str, reason: str, hint: str = "", *, is_passing: bool = False, is_there: bool = False
    ) -> None:
        self.place, self.reason, self.hint = place, reason, hint
        self.is_passing, self.is_there = is_passing, is_there
        super().__init__(f"{place}: {reason}")

    @classmethod
    def of(
        cls, place: str, error: psycopg.Error, redact: Callable[[str], str], before: str = "", hint: str = ""
    ) -> "StatementError":
        """What the server says, without secrets; behind `before`, and with a hint where it has none."""
        reason, hint = (redact(text) for text in (reason_of(error), error.diag.message_hint or hint))
        is_passing, is_there = (isinstance(error, kinds) for kinds in (_PASSING, _THERE))
        return cls(place, before + reason, hint, is_passing=is_passing, is_there=is_there)


class Executor:
    """Runs the statements of one migration.

    Attributes:
        rows: How many rows they wrote.
        attempts: How often steps were tried.
        notices: What the server said.
    """

    def __init__(
        self, session: Session, settings: Settings, label: str, watch: Watch, progress: Callable[[str], None]
    ) -> None:
        """Begin.

        Args:
            session: Where they run.
            settings: How.
            label: What people call the migration by.
            watch: Told of each statement.
            progress: Told who is waited for.
        """
        self.connection = session.connection
        self.rows = 0
        self.attempts = 0
        self.notices: list[str] = []
        self._session = session
        self._settings = settings
        self._label = label
        self._watch = watch
        self._progress = progress

    def statement(self, one: Statement, number: int, of: int) -> None:
        """Run a statement.

        Args:
            one: Which.
            number: Which it is of all that belong to the migration, from 1.
            of: How many these are.

        Raises:
            StatementError: It failed.
            psycopg.OperationalError: The connection was lost.
        """
        self._watch(Doing(self._label, number, of, one.sql))
        started = time.monotonic()
        try:
            text = one.sql.encode(self.connection.info.encoding)
            with self.patience(one):
                cursor = self.connection.execute(text)
        except UnicodeEncodeError:
            raise StatementError(
                one.place(), "has characters that its client_encoding lacks", "take SET client_encoding out of the file"
            ) from None
        except psycopg.Error as error:
            if self.connection.closed:
                raise
            position = error.diag.statement_position
            place = one.place(int(position) if position else None)
            raise StatementError.of(place, error, self._session.redact) from error
        finally:
            self.notices += self._session.take_notices()
        if warning := self._session.take_warning():
            raise StatementError(one.place(), f"the server warns: {warning}")
        rows = cursor.rowcount if cursor.description is None and cursor.rowcount > 0 else None
        self.rows += rows or 0
        self._watch(Doing(self._label, number, of, one.sql, time.monotonic() - started, rows))

    def patience(self, one: Statement) -> AbstractContextManager[None]:
        """What a statement, and what takes away what it has left, runs in; see `sync.deploy.patience`."""
        if not holds_nobody_back(one):
            return nullcontext()
        return patiently(self.connection, self._session.database, self._settings, self._progress)

    @contextmanager
    def transaction(self, begin: str) -> Iterator[None]:
        """A transaction of the file's statements; what was counted in it is forgotten with it.

        Raises:
            StatementError: It cannot be committed.
            psycopg.OperationalError: The connection was lost.
        """
        rows, notices = self.rows, len(self.notices)
        self.attempts += 1
        self.connection.execute(begin.encode())
        try:
            yield
            self._commit()
        except BaseException:
            self.rows = rows
            del self.notices[notices:]
            if not self.connection.closed and self.connection.info.transaction_status is not TransactionStatus.IDLE:
                self.connection.execute("ROLLBACK")
            raise

    @contextmanager
    def ours(self) -> Iterator[None]:
        """A transaction of our own. Raises as psycopg does."""
        with self.connection.transaction():
            self.connection.execute("SET TRANSACTION READ WRITE")
            self.be_ourselves()
            yield

    def be_ourselves(self) -> None:
        """Be who deploys for the rest of a transaction, whatever the file has set."""
        self.connection.execute("SET LOCAL SESSION AUTHORIZATION DEFAULT")
        self.connection.execute("SET LOCAL role TO DEFAULT")  # not NONE: ALTER ROLE … SET role may say who deploys
        self.connection.execute("SET LOCAL statement_timeout = 0")
        self.connection.execute(
            "SELECT set_config('lock_timeout', %s, true)", [milliseconds(self._settings.lock_timeout)]
        )

    def _commit(self) -> None:
        try:
            self.connection.execute("COMMIT")
        except psycopg.Error as error:
            if self.connection.closed:
                raise
            raise StatementError.of(AT_THE_END, error, self._session.redact) from error
