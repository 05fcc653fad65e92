"""Backups: made with pg_dump, verified, listed, kept for a while, restored. Prints nothing and asks nobody."""

from sync.backup.errors import BackupError, DamagedError
from sync.backup.keeping import backup_named, backups, retain, verify
from sync.backup.making import make_backup
from sync.backup.record import BackupRecord, Listed, Rehearsed, State, environment_of
from sync.backup.restoring import restore
from sync.backup.stores import Store, open_store

__all__ = [
    "BackupError",
    "BackupRecord",
    "DamagedError",
    "Listed",
    "Rehearsed",
    "State",
    "Store",
    "backup_named",
    "backups",
    "environment_of",
    "make_backup",
    "open_store",
    "restore",
    "retain",
    "verify",
]
