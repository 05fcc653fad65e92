"""Running pg_dump and pg_restore: the embedded ones, which know servers from PostgreSQL 13 to their own version.

They are built without TLS; where the server wants it, a relay speaks it. The password goes by the environment and never
stands in the arguments, which every user of the machine may read.
"""

import os
import re
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import psycopg
from psycopg.conninfo import make_conninfo

from sync.backup.errors import BackupError
from sync.postgres.database import Database
from sync.postgres.limits import LIBPQ_OPTIONS
from sync.postgres.programs import Account, find_programs
from sync.postgres.tls import PORT, relay

_AS_WE_ARE = Account("", None, None)
_PIECE_BYTES = 1 << 20
_ENDING_S = 5.0
# What pg_dump does better than we would: it writes in the encoding of the database, whatever stands in it.
_THEIR_OWN = ("application_name", "client_encoding")
_SAID_BYTES = 1 << 16  # of what a program says, the beginning: its first error is the cause of the others
_ERROR = re.compile(
    r"^(?:pg_\w+: (?:error|fatal): |psql:(?:\S+ )?(?=error: |ERROR:  |FATAL:  ))(?P<text>.+)$", re.MULTILINE
)
_DETAIL = re.compile(r"pg_\w+: detail: Error message from server: (?P<text>.+)$", re.MULTILINE)
_WRAPPERS = re.compile(r"(?:query failed|could not execute query): ")
_SEVERITY = re.compile(r"(?:ERROR|FATAL):  |^error: ")


@dataclass(frozen=True, slots=True)
class Access:
    """How a program gets into a database.

    Attributes:
        database: Which.
        conninfo: The argument for it, without secrets.
        variables: What it must find in its environment. Holds the password: never show it.
    """

    database: Database
    conninfo: str
    variables: Mapping[str, str] = field(repr=False)


_DENIED = "permission denied"  # the first words of all of the server's errors of that kind


class ProgramError(BackupError):
    """A program of PostgreSQL failed; its own words are the problem."""


@contextmanager
def access(database: Database, connection: psycopg.Connection[Any]) -> Iterator[Access]:
    """While this lasts, programs get into a database in the way that a connection to it has found.

    Which of several hosts answers, what the password is and whether TLS is spoken: the driver has settled all that.

    Raises:
        BackupError: The connection is bound to its TLS, which the programs cannot do.
        ConnectError: The certificates cannot be used.
    """
    found = {one.keyword.decode(): one.val.decode() for one in connection.pgconn.info if one.val}
    here = connection.info
    place = {"host": here.host, "port": str(here.port)}
    if here.hostaddr and not here.host.startswith("/"):
        place["hostaddr"] = here.hostaddr
    with ExitStack() as stack:
        if connection.pgconn.ssl_in_use:
            if found.get("channel_binding") == "require":
                raise BackupError(
                    f"the URL of {database.label} asks for channel_binding=require, which pg_dump here cannot do",
                    "use sslmode=verify-full instead, which guards against the same",
                )
            folder = stack.enter_context(relay({**found, **place}, database.label))
            place = {"host": str(folder), "port": str(PORT)}
        limits = {name: value for name, value in LIBPQ_OPTIONS.items() if name not in _THEIR_OWN}
        if "require_auth" in found:
            limits["require_auth"] = found["require_auth"]
        conninfo = make_conninfo(
            **place, **limits, dbname=here.dbname, user=here.user, sslmode="disable", gssencmode="disable"
        )
        variables = {"PGAPPNAME": "schemabot", "PGPASSWORD": here.password, "PGOPTIONS": found.get("options", "")}
        yield Access(database, conninfo, {name: value for name, value in variables.items() if value})


def release(program: str) -> str:
    """The version of one of the programs, as `18.6`.

    Raises:
        BackupError: It cannot be run.
    """
    with running(program, ["--version"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        said = process.stdout.read().decode()
    return said.split()[2]  # "pg_dump (PostgreSQL) 18.6"


def major(version: str) -> int:
    """The major version: 18 of `18.6`, 19 of `19beta1`."""
    found = re.match(r"\d+", version)
    return int(found[0]) if found else 0


@contextmanager
def running(
    program: str,
    arguments: list[str],
    entry: Access | None = None,
    *,
    stdin: IO[bytes] | int = subprocess.DEVNULL,
    stdout: IO[bytes] | int = subprocess.DEVNULL,
    harmless: re.Pattern[str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that is running; at the end it is waited for, or ended when something went wrong.

    Args:
        program: `pg_dump`, `pg_restore` or `psql`.
        arguments: Its arguments but for the database.
        entry: Where to, if to a database.
        stdin: Where it reads.
        stdout: Where it writes.
        harmless: Errors that it may go on after; with no other it has not failed.

    Raises:
        ProgramError: It failed; the message has the first error that it wrote.
    """
    folder = find_programs(Path(), _AS_WE_ARE).folder
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if entry is not None:
        arguments = [*arguments, f"--dbname={entry.conninfo}", "--no-password"]
        environment |= entry.variables
    with TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                [str(folder / program), *arguments],
                stdin=stdin,
                stdout=stdout,
                stderr=said,
                env={**environment, "LC_ALL": "C"},
            )
        except OSError as error:
            raise ProgramError(f"PostgreSQL's {program} could not be run: {error.strerror}") from error
        try:
            yield process
            if process.stdin is not None:
                with suppress(BrokenPipeError):
                    process.stdin.close()
            status = process.wait()
        except BaseException:
            _end(process)
            raise
        finally:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):
                        pipe.close()
        if status != 0:
            said.seek(0)
            text = said.read(_SAID_BYTES).decode(errors="replace")
            if harmless is not None and status > 0:
                whole, text = text, _without(harmless, text)
                if _ERROR.search(whole) and not _ERROR.search(text) and len(whole) < _SAID_BYTES:
                    return
            raise _failed(program, status, text, entry)


def pieces_of(stream: IO[bytes]) -> Iterator[bytes]:
    """What a program writes, as it comes."""
    while piece := os.read(stream.fileno(), _PIECE_BYTES):
        yield piece


def fed(sink: IO[bytes], piece: bytes) -> bool:
    """Give a program something to read; whether it still reads."""
    try:
        sink.write(piece)
    except BrokenPipeError:
        return False
    return True


def feed(process: subprocess.Popen[bytes], pieces: Iterable[bytes]) -> bool:
    """Give a program all there is to read. Returns whether it took all; one that stops reading will say why."""
    sink = process.stdin
    return sink is not None and all(fed(sink, piece) for piece in pieces)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()  # it cancels its query on the server
    try:
        process.wait(_ENDING_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _failed(program: str, status: int, said: str, entry: Access | None) -> ProgramError:
    if status < 0:
        return ProgramError(f"{program} was ended by {_signal_name(-status)} before it was done", "try again")
    text = _first_error(said)
    if entry is not None:
        text = entry.database.redact(text)
    remedy = "back it up as a role that may read all tables, see Backups in the README" if _DENIED in text else ""
    return ProgramError(f"{program} failed: {text}", remedy if program == "pg_dump" else "")


def _without(harmless: re.Pattern[str], said: str) -> str:
    return "\n".join(line for line in said.splitlines() if not (_ERROR.match(line) and harmless.search(line)))


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _first_error(said: str) -> str:
    """The server's words in the first error, without the program's around them, and without any row's values."""
    found = _ERROR.search(said)
    if found is None:
        return said.strip().rpartition("\n")[2] or "it said nothing"
    text = _SEVERITY.sub("", _WRAPPERS.sub("", found["text"])).strip()
    detail = _DETAIL.match(said, found.end() + 1)
    if detail is not None:
        return f"{text.partition(': PQ')[0]}: {_SEVERITY.sub('', detail['text'])}"
    return text or found["text"]
