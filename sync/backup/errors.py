"""What goes wrong with backups."""

from sync.errors import SchemabotError


class BackupError(SchemabotError):
    """A backup cannot be made, kept, read or restored; what was begun is no backup."""


class DamagedError(BackupError):
    """A backup is not what it was when it was made, or does not hold what it should: it is not to be relied on."""
