"""Keeps the schema as it was before a migration: what takes it back can be computed from that.

It is read where it may be wanted only: before a migration that does not say itself how it is taken back, or that may be
left half-way. What is the same as before the one before is neither decoded nor written again.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress

from sync.catalog import LOCK_TIMEOUT_S, Profile, Reading, Scope, read
from sync.deploy.patience import called
from sync.deploy.session import Connection
from sync.deploy.settings import Settings
from sync.deploy.steps import Step
from sync.deploy.trying import again_and_again
from sync.errors import MigrationError, ReadError, SchemabotError
from sync.migrations import history
from sync.migrations.migration import Migration
from sync.postgres.database import Database
from sync.postgres.driver import errors
from sync.snapshot import snapshot_text

Progress = Callable[[str], None]

# Reading a schema waits for whoever has this lock, and for nobody else.
_LOCKED_BY = """
SELECT locked.relation::pg_catalog.regclass::text, locked.pid, holder.usename, holder.application_name,
       pg_catalog.to_char(holder.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'
  FROM pg_catalog.pg_locks AS locked
  LEFT JOIN pg_catalog.pg_stat_activity AS holder ON holder.pid = locked.pid
 WHERE locked.locktype = 'relation' AND locked.mode = 'AccessExclusiveLock' AND locked.granted
   AND locked.relation >= 16384  -- one of users
   AND locked.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
   AND locked.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
 ORDER BY holder.xact_start, locked.relation LIMIT 1
"""


class Keeper:
    """Keeps what there is before the migrations of one deployment."""

    def __init__(
        self,
        connection: Connection,
        database: Database,
        profile: Profile,
        label: str,
        *,
        settings: Settings,
        progress: Progress = lambda _: None,
    ) -> None:
        """Begin.

        Args:
            connection: Where it is written.
            database: What is read.
            profile: The platform that it stands on, whose own schemas are left out.
            label: The database's name for people.
            settings: How long to wait for a table that is locked, and how often to try.
            progress: Told who is waited for.
        """
        self._connection = connection
        self._database = database
        self._scope = Scope(profile, dependencies=True)
        self._label = label
        self._settings = settings
        self._progress = progress
        self._last: tuple[Reading, str] | None = None

    def before(self, migration: Migration, steps: tuple[Step, ...]) -> str | None:
        """Keep what there is. Returns its digest; None where it is not wanted, or cannot be read.

        Raises:
            MigrationError: Somebody has locked a table for so long that it cannot be read; the message says who.
        """
        if len(steps) <= 1 and _says_how_it_is_taken_back(migration):
            return None
        try:
            reading = self._read()
            if self._last is not None and self._last[0] == reading:
                return self._last[1]
            text = "".join(snapshot_text(reading.catalog(), self._scope)).encode()
        except ReadError as error:
            if isinstance(error.__cause__, errors.LockNotAvailable):
                raise MigrationError(
                    f"the schema of {self._label} cannot be kept for the way back from {migration.label}, as"
                    f" {self._who()}: nothing more was applied",
                    "deploy again when they are done, or give the file a rollback part",
                ) from error
            return None  # it keeps changing: that is no reason not to deploy
        digest = hashlib.sha256(text).hexdigest()
        history.keep_snapshot(self._connection, digest, text)
        self._last = reading, digest
        return digest

    def _read(self) -> Reading:
        """Read what there is, as patiently as statements are run. Raises as `sync.catalog.read` does."""
        lock_timeout_s = self._settings.lock_timeout.total_seconds() or LOCK_TIMEOUT_S

        def in_the_way(error: Exception) -> str:
            is_locked = isinstance(error.__cause__, errors.LockNotAvailable)
            return f"waiting to read the schema, as {self._who()}" if is_locked else ""

        return again_and_again(
            lambda: read(self._database, self._scope, lock_timeout_s=lock_timeout_s),
            self._settings.retries,
            in_the_way,
            self._progress,
        )

    def _who(self) -> str:
        """Who keeps the schema from being read."""
        row = self._connection.execute(_LOCKED_BY.encode()).fetchone()
        if row is None:
            return "somebody has locked a table"
        table, *holder = row
        return f"{table} is locked by {called(*holder, is_discreet=self._settings.is_discreet)}"


def _says_how_it_is_taken_back(migration: Migration) -> bool:
    with suppress(SchemabotError):
        return migration.rollback is not None
    return False
