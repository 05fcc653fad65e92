"""What a database keeps of the migrations that were applied to it.

Two tables: that of the Supabase CLI, `supabase_migrations.schema_migrations`, and our own beside it with what we add,
`schemabot.migration_runs`. A migration is applied where the first has its version, whoever applied it.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib.metadata import version as version_of
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from sync.migrations.files import SqlFile
from sync.migrations.migration import Migration, called

Connection = psycopg.Connection[tuple[Any, ...]]

_RUNS = """
SELECT id, version, name, action, state, digest, steps, steps_done, begun, snapshot, started_at, finished_at,
       rows_affected, notices, error, run_by, deployment, overridden, tool_version
  FROM schemabot.migration_runs
"""


_SCHEMAS = ("supabase_migrations", "schemabot")
TO_READ = (
    "the role needs USAGE on the schemas supabase_migrations and schemabot, and SELECT on schema_migrations in the one"
    " and migration_runs in the other"
)
TO_WRITE = "the role needs to make and write the schemas supabase_migrations and schemabot"
_OTHERS = (
    "a table in the schema schemabot or supabase_migrations has the name of one of schemabot's, and is another: give it"
    " another name"
)


class Did(StrEnum):
    """What was done about a migration."""

    APPLY = "apply"
    ROLLBACK = "rollback"
    MARK = "mark"
    """It was told to be applied, without being run."""
    UNMARK = "unmark"
    """It was told not to be applied, without being taken back."""


class RunState(StrEnum):
    """How far it came."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Applied:
    """A migration that a database has.

    Attributes:
        version: 14 digits, or what somebody else wrote there.
        name: Its name; None where that was not written down.
        statements: Its statements as the Supabase CLI splits them; None where they were not written down.
    """

    version: str
    name: str | None
    statements: tuple[str, ...] | None

    def migration(self) -> Migration:
        """It as a file, made of the statements that were written down; an empty one where there are none."""
        # A statement may end in a comment, and the last one be nothing else: the rollback part.
        text = "\n;\n".join(self.statements or ())
        return Migration(
            SqlFile(Path(f"history:{called(self.version, self.name)}"), text.encode()), self.version, self.name or ""
        )


@dataclass(frozen=True, slots=True)
class Run:
    """Something that schemabot did about a migration: a row of `schemabot.migration_runs`.

    Attributes:
        id: The row's number; later runs have higher ones.
        version: Of the migration.
        name: Of the migration.
        action: What was done.
        state: How far it came.
        digest: Of what the file does, see `sync.migrations.migration.Migration.digest`.
        steps: A digest of each step.
        steps_done: How many of these are done.
        begun: Of a step outside of transactions that was begun: what there was before it.
        snapshot: Of the schema before: its digest.
        started_at: When it began.
        finished_at: When it ended.
        rows_affected: How many rows its statements wrote.
        notices: What the server said meanwhile.
        error: What it failed with.
        run_by: Who asked for it.
        deployment: Which deployment it was part of.
        overridden: What was passed over with --force.
        tool_version: Of schemabot.
    """

    id: int
    version: str
    name: str
    action: Did
    state: RunState
    digest: str
    steps: tuple[str, ...]
    steps_done: int
    begun: dict[str, Any] | None
    snapshot: str | None
    started_at: datetime
    finished_at: datetime | None
    rows_affected: int | None
    notices: tuple[str, ...]
    error: str | None
    run_by: str
    deployment: str | None
    overridden: str | None
    tool_version: str

    @property
    def did_something(self) -> bool:
        """Whether the database is not as it was before it."""
        return self.state is RunState.DONE or bool(self.steps_done or self.begun)


def remedy(error: psycopg.Error, rights: str) -> str:
    """What to do where the history cannot be read or written; empty where that is not known.

    Args:
        error: What the server says.
        rights: What a role needs to do that.
    """
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return rights
    is_other = isinstance(error, psycopg.errors.UndefinedColumn | psycopg.errors.UndefinedTable)
    return _OTHERS if is_other else ""


def ensure(connection: Connection) -> None:
    """Make what there is not yet of the tables, in a transaction. Does nothing, and needs no right, where all is there.

    Raises:
        psycopg.Error: It cannot be made.
    """
    there = """SELECT to_regclass('schemabot.snapshots') IS NOT NULL
        AND to_regclass('schemabot.migration_runs') IS NOT NULL"""
    columns = """SELECT count(*) = 3 FROM pg_catalog.pg_attribute WHERE NOT attisdropped
        AND attrelid = to_regclass('supabase_migrations.schema_migrations')
        AND attname IN ('version', 'statements', 'name')"""
    if all(connection.execute(one).fetchone() == (True,) for one in (there, columns)):
        return
    with connection.transaction():
        connection.execute("SET LOCAL client_min_messages = warning")
        for schema in _SCHEMAS:  # CREATE SCHEMA IF NOT EXISTS asks for the right also where it is there
            if connection.execute("SELECT to_regnamespace(%s) IS NULL", [schema]).fetchone() == (True,):
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}".encode())
        connection.execute(_script())


def applied(connection: Connection) -> tuple[Applied, ...]:
    """What the database has, in the order of the versions; nothing where there is no history yet."""
    names = _columns(connection)
    if "version" not in names:
        return ()
    name, statements = (one if one in names else "NULL" for one in ("name", "statements"))
    # As text: other tools write numbers.
    query = f"SELECT version::text, {name}, {statements} FROM supabase_migrations.schema_migrations"  # noqa: S608 - words
    found = _all(connection, f'{query} ORDER BY version::text COLLATE "C"')
    return tuple(Applied(version, name, tuple(texts) if texts is not None else None) for version, name, texts in found)


def runs(connection: Connection) -> tuple[Run, ...]:
    """All that schemabot did, the first before the others; nothing where there is no history yet."""
    if connection.execute("SELECT to_regclass('schemabot.migration_runs')").fetchone() == (None,):
        return ()
    return tuple(_run(row) for row in _all(connection, f"{_RUNS} ORDER BY id"))


def begin_run(
    connection: Connection,
    migration: Migration,
    action: Did,
    run_by: str,
    *,
    steps: Sequence[str] = (),
    snapshot: str | None = None,
    deployment: str | None = None,
    overridden: str | None = None,
    since: datetime | None = None,
    left: Run | None = None,
) -> int:
    """Write down that something begins; what was left half-way ends with it.

    Args:
        connection: In a transaction.
        migration: What it is about.
        action: What is done.
        run_by: Who asked for it.
        steps: A digest of each step.
        snapshot: Of the schema before: its digest.
        deployment: Which deployment it is a part of.
        overridden: What is passed over.
        since: When it began; now by default.
        left: What it goes on with, whose row stays as it is: how far that came, and what there was before it.

    Returns:
        The number of the run.
    """
    connection.execute(
        """UPDATE schemabot.migration_runs
              SET state = 'failed', finished_at = pg_catalog.clock_timestamp(), error = 'it was left half-way'
            WHERE version = %s AND state = 'running'""",
        [migration.version],
    )
    row = connection.execute(
        """INSERT INTO schemabot.migration_runs
               (version, name, action, state, digest, steps, snapshot, run_by, deployment, overridden, tool_version,
                started_at, steps_done, begun)
           VALUES (%s, %s, %s, 'running', %s, %s, %s, %s, %s, %s, %s,
                   coalesce(%s, pg_catalog.clock_timestamp()), %s, %s) RETURNING id""",
        [
            migration.version,
            migration.name,
            action.value,
            migration.digest,
            list(steps),
            left.snapshot if left else snapshot,
            run_by,
            deployment,
            overridden,
            version_of("schemabot"),
            since,
            left.steps_done if left else 0,
            Jsonb(left.begun) if left and left.begun else None,
        ],
    ).fetchone()
    assert row is not None
    return int(row[0])


def moment(connection: Connection) -> datetime:
    """What time it is at the server."""
    row = connection.execute("SELECT pg_catalog.clock_timestamp()").fetchone()
    assert row is not None
    found: datetime = row[0]
    return found


def step_begins(connection: Connection, run: int, before: dict[str, Any] | None) -> None:
    """Write down that a step outside of transactions begins, and what there is before it; None when it has failed."""
    connection.execute(
        "UPDATE schemabot.migration_runs SET begun = %s WHERE id = %s",
        [Jsonb(before) if before else None, run],
    )


def step_is_done(connection: Connection, run: int, done: int) -> None:
    """Write down how many steps are done."""
    connection.execute("UPDATE schemabot.migration_runs SET steps_done = %s, begun = NULL WHERE id = %s", [done, run])


def end_run(
    connection: Connection, run: int, *, rows: int = 0, notices: Sequence[str] = (), error: str | None = None
) -> None:
    """Write down how it ended: well, unless there is an error."""
    connection.execute(
        """UPDATE schemabot.migration_runs
              SET state = %(state)s, finished_at = pg_catalog.clock_timestamp(), rows_affected = %(rows)s,
                  notices = %(notices)s, error = %(error)s,
                  steps_done = CASE WHEN %(state)s = 'done' THEN pg_catalog.cardinality(steps) ELSE steps_done END
            WHERE id = %(run)s""",
        {
            "state": (RunState.FAILED if error else RunState.DONE).value,
            "rows": rows,
            "notices": list(notices),
            "error": error,
            "run": run,
        },
    )


def mark(connection: Connection, migration: Migration, statements: Sequence[str]) -> None:
    """Write down that the database has a migration, as the Supabase CLI does.

    Raises:
        psycopg.errors.UniqueViolation: It has it already.
    """
    connection.execute(
        "INSERT INTO supabase_migrations.schema_migrations (version, name, statements) VALUES (%s, %s, %s)",
        [migration.version, migration.name, list(statements)],
    )


def unmark(connection: Connection, version: str) -> None:
    """Write down that the database does not have a migration."""
    connection.execute("DELETE FROM supabase_migrations.schema_migrations WHERE version = %s", [version])


def keep_snapshot(connection: Connection, digest: str, content: bytes) -> None:
    """Keep a snapshot; what is the same is kept once."""
    connection.execute(
        "INSERT INTO schemabot.snapshots (digest, content) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        [digest, zlib.compress(content)],
    )


def snapshot(connection: Connection, digest: str) -> bytes | None:
    """A snapshot that was kept."""
    row = connection.execute("SELECT content FROM schemabot.snapshots WHERE digest = %s", [digest]).fetchone()
    return zlib.decompress(row[0]) if row else None


def _all(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    """All rows of a table; an error where row-level security hides some: what is hidden would be applied again."""
    with connection.transaction():
        connection.execute("SET LOCAL row_security = off")
        return connection.execute(query.encode()).fetchall()


def _columns(connection: Connection) -> set[str]:
    found = connection.execute(
        """SELECT attname FROM pg_catalog.pg_attribute WHERE attnum > 0 AND NOT attisdropped
              AND attrelid = to_regclass('supabase_migrations.schema_migrations')"""
    )
    return {name for (name,) in found}


def _run(row: tuple[Any, ...]) -> Run:
    values: dict[str, Any] = dict(zip((one.name for one in fields(Run)), row, strict=True))
    values |= {name: tuple(values[name]) for name in ("steps", "notices")}
    return Run(**values | {"action": Did(values["action"]), "state": RunState(values["state"])})


@cache
def _script() -> bytes:
    return (resources("sync.migrations") / "history.sql").read_bytes()
