"""Applies files to a database, one after the other, each from the state that a new session has.

A schema is made of what is in one database. What files say about more than that is handled here:

- Roles belong to the whole server. Those that files make or name are there, without any right; what else files say
  about roles (attributes, memberships, settings, drops) is not replayed.
- Settings, privileges and comments of the database as a whole are not replayed: it has another name here.
- An extension comes in the version that the live database has, where the file names none.
- Databases, tablespaces, files of the server, its programs and its configuration are refused.

A statement has ten minutes, whatever timeouts a file sets: where there are no rows, what takes longer never ends.

Replaying runs the SQL of the files with the rights of the database's user, on the embedded server a superuser: code in
a function or a `DO` block can do there what that user can. `sync.postgres.confining` keeps that from the machine.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from sync.errors import ReplayError
from sync.migrations import Reach, SqlFile, Statement
from sync.migrations.parser import extension_without_version
from sync.postgres.database import Database
from sync.postgres.limits import Cancellation, Overseer, reason_of
from sync.postgres.session import canceller, connect
from sync.shadow.roles import make_role, missing_roles
from sync.wording import lasting

Progress = Callable[[str], None]
_Connection = psycopg.Connection[tuple[Any, ...]]

LONGEST = timedelta(minutes=10)
"""How long a statement may run where there are no rows."""

_SKIPPED = frozenset({Reach.ROLES, Reach.DATABASE})
_ON_EXTENSIONS = frozenset({"CreateExtensionStmt", "AlterExtensionStmt"})
_REFUSED = {
    Reach.SERVER: ("acts on the server and not on the schema", "take it out of the file"),
    Reach.ROWS: ("copies rows, which a replay has not", "take it out of the file; dump with pg_dump --schema-only"),
}
# What to do about an error for which the server has no hint, by its code.
_REMEDIES = {
    "57014": "mend what may never end",
    "2D000": "a file is replayed in one transaction: take COMMIT and ROLLBACK out of the block or procedure",
    "3F000": "make it in an earlier file or statement: a scratch database has no schema but public at first",
}


def replay(
    files: Sequence[SqlFile],
    database: Database,
    progress: Progress = lambda _: None,
    cancellation: Cancellation | None = None,
    *,
    role: str | None = None,
    extensions_by: str | None = None,
    versions: Mapping[str, str] | None = None,
    longest: timedelta = LONGEST,
) -> None:
    """Apply files in order, one transaction a file.

    Of a file with statements that refuse a transaction, or with its own `BEGIN` and `COMMIT`, each step is one, as in a
    deployment. Settings, roles and temporary tables of one file do not reach the next.

    Args:
        files: Which, in order.
        database: Where.
        progress: Told which file is being applied.
        cancellation: What may end it before its time.
        role: As whom each file begins, and who owns what it makes; by default the database's user.
        extensions_by: Who makes extensions instead.
        versions: Of extensions, by name: those that they get where files do not say which. By default the server's own.
        longest: How long a statement may run.

    Raises:
        ConnectError: It was cancelled.
        ReplayError: A statement failed, or took too long; the message names file and line and gives the server's words.
        SourceError: A file cannot be read.
    """
    with (
        connect(database, autocommit=True, cancellation=cancellation) as connection,
        Overseer(canceller(connection), longest.total_seconds()) as overseer,
    ):
        for number, file in enumerate(files, 1):
            progress(f"{file.name} ({number} of {len(files)})")
            for statement in file.statements:
                _check(file, statement)
            _ensure_roles(connection, file)
            if role is not None:  # all that a file has set was discarded, this too
                connection.execute(sql.SQL("SET SESSION AUTHORIZATION {}").format(sql.Identifier(role)))
            _apply(_Session(connection, overseer, longest), file, extensions_by, versions or {})


@dataclass(frozen=True, slots=True)
class _Session:
    """Where files are applied, and what ends a statement that takes too long."""

    connection: _Connection
    overseer: Overseer
    longest: timedelta

    def execute(self, statement: bytes) -> None:
        """Run what a file says. Raises as psycopg does."""
        with self.overseer.over():
            self.connection.execute(statement)

    def reason_of(self, error: psycopg.Error) -> str:
        """Why it failed."""
        if not self.overseer.has_ended_one:
            return reason_of(error)
        return f"it takes longer than {lasting(self.longest)}, although there are no rows"


def _apply(session: _Session, file: SqlFile, extensions_by: str | None, versions: Mapping[str, str]) -> None:
    connection, is_ours = session.connection, False
    for statement in file.statements:
        if statement.reach in _SKIPPED:
            continue
        stands_alone = statement.alone is not None or statement.controls_transaction
        if is_ours and stands_alone:
            _end(session, file, "COMMIT")
            is_ours = False
        if not stands_alone and connection.info.transaction_status is TransactionStatus.IDLE:
            connection.execute("BEGIN")
            is_ours = True
        with _role(connection, extensions_by if statement.kind == "CreateExtensionStmt" else None):
            _run(session, file, _versioned(statement, versions) if versions else statement)
    if is_ours:
        _end(session, file, "COMMIT")
    elif connection.info.transaction_status is not TransactionStatus.IDLE:
        raise ReplayError(f"{file.path} begins a transaction and does not end it", "add a COMMIT at its end")
    _end(session, file, "DISCARD ALL")


@contextmanager
def _role(connection: _Connection, name: str | None) -> Iterator[None]:
    """Another role for a while, if one is named."""
    if name is None:
        yield
        return
    before = connection.execute("SELECT session_user::text, pg_catalog.current_setting('role')").fetchone()
    assert before is not None
    session, role = map(sql.Identifier, before)
    connection.execute(sql.SQL("SET SESSION AUTHORIZATION {}").format(sql.Identifier(name)))
    yield
    connection.execute(sql.SQL("SET SESSION AUTHORIZATION {}").format(session))
    connection.execute(sql.SQL("SET ROLE {}").format(sql.SQL("NONE") if before[1] == "none" else role))


def _versioned(statement: Statement, versions: Mapping[str, str]) -> Statement:
    """A statement on an extension, with the version that is wanted where it says none."""
    if statement.kind not in _ON_EXTENSIONS:
        return statement
    version = versions.get(extension_without_version(statement.sql) or "")
    if version is None:
        return statement
    word = "VERSION" if statement.kind == "CreateExtensionStmt" else "TO"
    return replace(statement, sql=f"{statement.sql}\n{word} {sql.Literal(version).as_string()}")


def _check(file: SqlFile, statement: Statement) -> None:
    if statement.reach in _REFUSED:
        problem, remedy = _REFUSED[statement.reach]
        raise ReplayError(f"{file.path}, {statement.place()}: the statement {problem}", remedy)


def _run(session: _Session, file: SqlFile, statement: Statement) -> None:
    try:
        session.execute(statement.sql.encode(session.connection.info.encoding))
    except UnicodeEncodeError:
        raise ReplayError(
            f"{file.path}, {statement.place()}: has characters that its client_encoding lacks",
            "take SET client_encoding out of the file",
        ) from None
    except psycopg.Error as error:
        position = error.diag.statement_position
        place = statement.place(int(position) if position else None)
        raise ReplayError(f"{file.path}, {place}: {session.reason_of(error)}", _remedy(error)) from error


def _remedy(error: psycopg.Error) -> str:
    return error.diag.message_hint or _REMEDIES.get(error.sqlstate or "", "")


def _end(session: _Session, file: SqlFile, command: str) -> None:
    try:
        session.execute(command.encode())
    except psycopg.Error as error:
        raise ReplayError(f"{file.path}, at its end: {session.reason_of(error)}") from error


def _ensure_roles(connection: _Connection, file: SqlFile) -> None:
    wanted = {role for statement in file.statements for role in statement.roles}
    for role in missing_roles(connection, wanted):  # the statement that names a reserved one will fail, and say so
        try:
            make_role(connection, role)
        except psycopg.Error as error:
            raise ReplayError(
                f'{file.path} names the role "{role}", which cannot be made: {reason_of(error)}'
            ) from error
