"""Restoring a backup into a database."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from sync.backup.errors import BackupError, DamagedError
from sync.backup.keeping import backup_named, require_same
from sync.backup.measure import Measure
from sync.backup.programs import Access, ProgramError, access, feed, pieces_of, running
from sync.backup.record import BackupRecord
from sync.backup.stores import PIECE_BYTES, Store
from sync.postgres.database import Database
from sync.postgres.limits import reason_of
from sync.postgres.pooler import refuse_transaction_pooler
from sync.postgres.session import connect

Progress = Callable[[str], None]

# What users have made, one of each kind of thing that a dump may hold: kind, name, and how many of all kinds there are.
_OBJECTS = """
WITH members AS (
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
), schemas AS (
    SELECT oid, nspname FROM pg_catalog.pg_namespace
     WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
       AND ('pg_catalog.pg_namespace'::pg_catalog.regclass, oid) NOT IN (SELECT classid, objid FROM members)
), found AS (
    SELECT 'schema' AS kind, pg_catalog.quote_ident(nspname) AS name FROM schemas WHERE nspname <> 'public'
    UNION ALL
    SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                          WHEN 'c' THEN 'type' WHEN 'f' THEN 'foreign table' ELSE 'table' END,
           pg_catalog.format('%I.%I', s.nspname, c.relname)
      FROM pg_catalog.pg_class AS c JOIN schemas AS s ON s.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'c', 'f')
       AND ('pg_catalog.pg_class'::pg_catalog.regclass, c.oid) NOT IN (SELECT classid, objid FROM members)
    UNION ALL
    SELECT 'function', pg_catalog.format('%I.%I', s.nspname, p.proname)
      FROM pg_catalog.pg_proc AS p JOIN schemas AS s ON s.oid = p.pronamespace
     WHERE ('pg_catalog.pg_proc'::pg_catalog.regclass, p.oid) NOT IN (SELECT classid, objid FROM members)
    UNION ALL
    SELECT 'type', pg_catalog.format('%I.%I', s.nspname, t.typname)
      FROM pg_catalog.pg_type AS t JOIN schemas AS s ON s.oid = t.typnamespace
     WHERE t.typtype IN ('d', 'e', 'r')
       AND ('pg_catalog.pg_type'::pg_catalog.regclass, t.oid) NOT IN (SELECT classid, objid FROM members)
    UNION ALL
    SELECT 'large object', oid::text FROM pg_catalog.pg_largeobject_metadata
)
SELECT kind, name, count(*) OVER () FROM found ORDER BY kind = 'schema', kind = 'function', kind, name LIMIT 1
"""

# pg_restore sets transaction_timeout, which only PostgreSQL 17 and later know.
_TRANSACTION_TIMEOUT_SINCE = 170_000
_SETTING = b"SET transaction_timeout = 0;\n"
_UNKNOWN = re.compile('unrecognized configuration parameter "transaction_timeout"')
_HEAD_BYTES = 4096
_PSQL = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-")

_ROLES = "SELECT name FROM unnest(%s::text[]) AS name WHERE name NOT IN (SELECT rolname FROM pg_catalog.pg_roles)"


def restore(
    store: Store,
    backup: str,
    target: Database,
    *,
    jobs: int = 1,
    into_non_empty: bool = False,
    progress: Progress = lambda _: None,
) -> BackupRecord:
    """Restore a backup into a database: with one job all of it or nothing.

    Args:
        store: Where it is.
        backup: Its id.
        target: The database, which exists.
        jobs: How many connections restore at once; with more than one, what fails leaves a part behind.
        into_non_empty: Whether it may go beside what is there.
        progress: Told what is being done.

    Raises:
        ConfigurationError: It is reached through a pooler in transaction mode.
        ConnectError: The database cannot be reached.
        BackupError: There is no such backup, the target cannot take it, or restoring failed.
        DamagedError: The backup is not what it was; nothing was touched.
    """
    record = backup_named(store, backup)
    refuse_transaction_pooler(target)
    try:
        with connect(target, autocommit=True) as connection:
            _require_room(connection, target, record, into_non_empty=into_non_empty)
            with store.local(record.data) as path, access(target, connection) as entry:
                _check(path, record, progress)
                progress(f"restoring {backup} into {target.label}")
                try:
                    _restore(path, entry, connection.info.server_version, jobs)
                except ProgramError as error:
                    left = "a part of it is there: empty the database first" if jobs > 1 else "nothing was changed"
                    raise BackupError(f"{backup} was not restored, {error.problem}", left) from error
    except psycopg.Error as error:
        raise BackupError(f"{target.label} went away", target.redact(reason_of(error))) from error
    return record


def _check(path: Path, record: BackupRecord, progress: Progress) -> None:
    read = Measure(f"checking {record.id}", progress, record.size_bytes)
    try:
        with path.open("rb") as file:
            for _ in read.of(iter(lambda: file.read(PIECE_BYTES), b"")):
                pass
    except OSError as error:
        raise BackupError(f"{record.data} cannot be read ({error.strerror})") from error
    try:
        require_same(record, read)
    except DamagedError as error:
        raise DamagedError(f"{record.id} is damaged: {error.problem}", error.remedy) from None


def _restore(path: Path, entry: Access, server_version: int, jobs: int) -> None:
    knows = server_version >= _TRANSACTION_TIMEOUT_SINCE
    if jobs > 1:
        # The errors of a server that does not know the setting would end all of it.
        how = ["--exit-on-error"] if knows else []
        with running("pg_restore", [*how, f"--jobs={jobs}", str(path)], entry, harmless=None if knows else _UNKNOWN):
            return
    if knows:
        with running("pg_restore", ["--single-transaction", str(path)], entry):
            return
    _restore_as_script(path, entry)


def _restore_as_script(path: Path, entry: Access) -> None:
    # psql commits when its input ends, so it is the outer one: when pg_restore fails, it is ended before.
    with running("psql", [*_PSQL, "--single-transaction"], entry, stdin=subprocess.PIPE) as psql:
        is_taken = True
        try:
            with running("pg_restore", ["--file=-", str(path)], stdout=subprocess.PIPE) as script:
                assert script.stdout is not None
                is_taken = feed(psql, _without_setting(pieces_of(script.stdout)))
                if not is_taken:
                    script.kill()
        except ProgramError:
            if is_taken:
                raise  # otherwise psql has failed, and says why


def _without_setting(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A script without the setting at its head."""
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= _HEAD_BYTES:
            break
    yield head.replace(_SETTING, b"", 1)
    yield from pieces


def _require_room(
    connection: psycopg.Connection[tuple[object, ...]],
    target: Database,
    record: BackupRecord,
    *,
    into_non_empty: bool,
) -> None:
    found = None if into_non_empty else connection.execute(_OBJECTS).fetchone()
    if found is not None:
        kind, name, number = found
        more = f" and {int(str(number)) - 1} more" if number != 1 else ""
        raise BackupError(
            f"{target.label} is not empty: it has the {kind} {name}{more}",
            "name an empty database, or say --into-non-empty",
        )
    missing = [str(name) for (name,) in connection.execute(_ROLES, [list(record.roles)])]
    if missing:
        shown = ", ".join(missing)
        raise BackupError(
            f"the server of {target.label} lacks roles that the backup names: {shown}", "make them with CREATE ROLE"
        )
