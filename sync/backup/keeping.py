"""What backups there are, whether they are still what they were, and which of them are kept."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sync.backup.errors import BackupError, DamagedError
from sync.backup.measure import Measure
from sync.backup.record import (
    DATA,
    MANIFEST,
    PARTIAL,
    BackupRecord,
    Listed,
    ManifestError,
    Part,
    State,
    environment_of,
    part,
    read_manifest,
)
from sync.backup.stores import Store, Stored
from sync.errors import suggestion

Progress = Callable[[str], None]
_Parts = dict[str, tuple[Part, Stored]]

_LEFT_AFTER = timedelta(days=1)
_LONGEST_MANIFEST = 1 << 20


def backups(store: Store, environment: str | None = None) -> tuple[Listed, ...]:
    """The backups of a store, of one environment or of all, the newest first.

    A backup is good when its manifest can be read and its dump has the size that it tells. Whether the dump is what it
    was, `verify` finds out.

    Raises:
        BackupError: The store cannot be read.
    """
    return _newest_first(store, _by_backup(store), environment)


def backup_named(store: Store, backup: str) -> BackupRecord:
    """The record of a good backup.

    Raises:
        BackupError: There is none of that name.
        DamagedError: It is not good.
    """
    known = _by_backup(store)
    if backup not in known:
        raise BackupError(
            f'there is no backup "{backup}" in {store.label}',
            suggestion(backup, known) or "schemabot backups shows those that there are",
        )
    found = _listed(store, backup, known[backup])
    if found.record is None or found.state is not State.GOOD:
        raise DamagedError(f"{backup} is {found.state}: {found.problem}", "take another one")
    return found.record


def verify(store: Store, listed: Listed, progress: Progress = lambda _: None) -> Listed:
    """Read a good backup to its end: it stays good if its dump has the checksum that was written down.

    Raises:
        BackupError: The store cannot be read.
    """
    if listed.record is None or listed.state is not State.GOOD:
        return listed
    try:
        check(store, listed.record, progress)
    except DamagedError as error:
        return replace(listed, state=State.DAMAGED, problem=error.problem)
    return listed


def check(store: Store, record: BackupRecord, progress: Progress = lambda _: None) -> None:
    """Hold the dump of a backup against its manifest.

    Raises:
        BackupError: It cannot be read.
        DamagedError: It is not the same.
    """
    read = Measure(f"checking {record.id}", progress, record.size_bytes)
    for _ in read.of(store.read(record.data)):
        pass
    require_same(record, read)


def require_same(record: BackupRecord, read: Measure) -> None:
    """Raise DamagedError unless what was read is what was written down."""
    if read.size_bytes != record.size_bytes:
        raise DamagedError(f"it has {read.size_bytes} bytes and should have {record.size_bytes}", "take another one")
    if read.sha256 != record.sha256:
        raise DamagedError("its checksum is not the one that was written down", "take another one")


def retain(store: Store, environment: str, keep: int, now: datetime | None = None) -> tuple[str, ...]:
    """Remove what an environment need not keep.

    The newest good backups stay, so many as wanted, and at least one; those that are damaged stay for somebody to look
    at, and do not count. What killed backups have left goes when it is a day old.

    Returns:
        The backups that were removed.

    Raises:
        BackupError: They cannot be removed.
    """
    now = now or datetime.now(UTC)
    parts = _by_backup(store)
    there = _newest_first(store, parts, environment)
    good = [one for one in there if one.state is State.GOOD]
    gone = good[max(keep, 1) :]
    gone += [
        one
        for one in there
        if one.state is State.PARTIAL
        and all(now - stored.changed > _LEFT_AFTER for _, stored in parts[one.id].values())
    ]
    for one in gone:
        # The manifest goes first: a backup that is removed half is none.
        for kind in (MANIFEST, MANIFEST + PARTIAL, DATA + PARTIAL, DATA):
            if kind in parts[one.id]:
                store.remove(one.id + kind)
    return tuple(one.id for one in gone)


def _by_backup(store: Store) -> dict[str, _Parts]:
    found: defaultdict[str, _Parts] = defaultdict(dict)
    for name, stored in store.files().items():
        if (one := part(name)) is not None:
            found[one.id][one.kind] = (one, stored)
    return dict(found)


def _newest_first(store: Store, known: Mapping[str, _Parts], environment: str | None) -> tuple[Listed, ...]:
    found = [
        _listed(store, backup, parts)
        for backup, parts in known.items()
        if environment is None or environment_of(backup) == environment
    ]
    return tuple(sorted(found, key=lambda one: (one.time, one.id), reverse=True))


def _listed(store: Store, backup: str, parts: _Parts) -> Listed:
    some, _ = next(iter(parts.values()))
    found = Listed(backup, some.environment, some.time, State.GOOD)
    if MANIFEST not in parts:
        return replace(found, state=State.PARTIAL, problem="it was not finished, or is being made")
    try:
        record = read_manifest(backup, _manifest(store, backup, parts[MANIFEST][1]))
    except ManifestError as error:
        return replace(found, state=State.DAMAGED, problem=error.problem)
    if DATA not in parts:
        return replace(found, state=State.DAMAGED, problem="its dump is gone", record=record)
    size = parts[DATA][1].bytes
    if size != record.size_bytes:
        problem = f"its dump has {size} bytes and should have {record.size_bytes}"
        return replace(found, state=State.DAMAGED, problem=problem, record=record)
    return replace(found, record=record)


def _manifest(store: Store, backup: str, stored: Stored) -> bytes:
    if stored.bytes > _LONGEST_MANIFEST:
        raise ManifestError("its manifest is far too long")
    return b"".join(store.read(backup + MANIFEST))
