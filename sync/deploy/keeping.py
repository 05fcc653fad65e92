"""Keeps the schema as it was before a migration: what takes it back can be computed from that.

It is read where it may be wanted only: before a migration that does not say itself how it is taken back, or that may be
left half-way. What is the same as before the one before is neither decoded nor written again.
"""

import hashlib
import zlib
from contextlib import suppress

from sync.catalog import Profile, Reading, Scope, read
from sync.deploy.session import Connection
from sync.deploy.steps import Step
from sync.errors import MigrationError, ReadError, SchemabotError
from sync.migrations import history
from sync.migrations.migration import Migration
from sync.postgres.database import Database
from sync.postgres.driver import errors
from sync.snapshot import snapshot_text


class Keeper:
    """Keeps what there is before the migrations of one deployment."""

    def __init__(self, connection: Connection, database: Database, profile: Profile, label: str) -> None:
        """Begin.

        Args:
            connection: Where it is written.
            database: What is read.
            profile: The platform that it stands on, whose own schemas are left out.
            label: The database's name for people.
        """
        self._connection = connection
        self._database = database
        self._scope = Scope(profile, dependencies=True)
        self._label = label
        self._last: tuple[Reading, str] | None = None

    def before(self, migration: Migration, steps: tuple[Step, ...]) -> str | None:
        """Keep what there is. Returns its digest; None where it is not wanted, or cannot be read.

        Raises:
            MigrationError: Somebody has locked a table for so long that it cannot be read.
        """
        if len(steps) <= 1 and _says_how_it_is_taken_back(migration):
            return None
        try:
            reading = read(self._database, self._scope)
            if self._last is not None and self._last[0] == reading:
                return self._last[1]
            text = "".join(snapshot_text(reading.catalog(), self._scope)).encode()
        except ReadError as error:
            if isinstance(error.__cause__, errors.LockNotAvailable):
                raise MigrationError(
                    f"the schema of {self._label} cannot be kept for the way back from {migration.label}, as somebody"
                    " has locked a table: nothing more was applied",
                    "deploy again when they are done, or give the file a rollback part",
                ) from error
            return None  # it keeps changing: that is no reason not to deploy
        digest = hashlib.sha256(text).hexdigest()
        history.keep_snapshot(self._connection, digest, zlib.compress(text))
        self._last = reading, digest
        return digest


def _says_how_it_is_taken_back(migration: Migration) -> bool:
    with suppress(SchemabotError):
        return migration.rollback is not None
    return False
