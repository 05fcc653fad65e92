"""Making a backup: dumped, written, read back, held against the catalog, tried if asked for.

Only then there is a manifest that vouches for it.
"""

import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from datetime import UTC, datetime
from tempfile import TemporaryFile

from sync.backup.contents import missing, owners
from sync.backup.errors import BackupError, DamagedError
from sync.backup.measure import Measure
from sync.backup.moment import Moment, moment
from sync.backup.programs import Access, ProgramError, access, fed, major, pieces_of, release, running
from sync.backup.record import DATA, MANIFEST, BackupRecord, Rehearsed, new_id, version_text
from sync.backup.stores import Store
from sync.catalog import Profile, Scope
from sync.postgres.pooler import refuse_transaction_pooler
from sync.shadow.scratch import Scratch
from sync.snapshot import fingerprint
from sync.sources import LiveSource

Progress = Callable[[str], None]

_OPTIONS = ("--format=custom",)
_LOCK_WAIT_MS = 300_000
_PARTS = 5_000  # an upload to S3 has at most 10,000
_SMALLEST_PART_BYTES = 8 << 20
_NAMED = 3


def make_backup(
    source: LiveSource,
    store: Store,
    *,
    environment: str,
    rehearse: Scratch | None = None,
    progress: Progress = lambda _: None,
) -> BackupRecord:
    """Make a backup of a whole database, as it is at one moment, and verify it.

    Nothing is kept of one that fails, and whatever happens, none is listed as good that was not verified: its manifest
    is written last. Needs memory for a few pieces of it, however large the database is.

    Args:
        source: The database.
        store: Where to.
        environment: The name of the environment that it is of.
        rehearse: Where to restore it to see whether it comes out the same; None to go without.
        progress: Told what is being done.

    Raises:
        ConfigurationError: It is reached through a pooler in transaction mode.
        ConnectError: The database cannot be reached.
        ReadError: Its schema cannot be read.
        BackupError: It cannot be dumped or written.
        DamagedError: What was written is not what was dumped, lacks something, or does not restore to the same.
    """
    started, begun = time.monotonic(), datetime.now(UTC)
    backup, pg_dump = new_id(environment, begun), release("pg_dump")
    progress("reading the schema")
    store.files()  # a store that cannot be used is told before the database is asked for everything
    refuse_transaction_pooler(source.database)
    profile = source.profile or Profile.POSTGRES
    with moment(source.database, Scope(profile), source.label) as held:
        if held.catalog.major > major(pg_dump):
            raise BackupError(
                f"{source.label} runs PostgreSQL {held.catalog.major}, and pg_dump is of {pg_dump}",
                "a newer schemabot has a newer pg_dump",
            )
        name = backup + DATA
        written = Measure("dumping", progress)
        try:
            with access(source.database, held.connection) as entry:
                _dump(entry, held, store, name, written)
            listed = _verify(store, name, written, held, progress)
            tried = Rehearsed.NO
            if rehearse is not None:
                from sync.backup.rehearsal import rehearsed

                tried = rehearsed(store, name, held, source.database, rehearse, profile=profile, progress=progress)
            digests = fingerprint(held.catalog)
            record = BackupRecord(
                id=backup,
                environment=environment,
                database=source.database.label,
                time=begun.replace(microsecond=0),
                size_bytes=written.size_bytes,
                sha256=written.sha256,
                duration_s=round(time.monotonic() - started, 3),
                server_version=version_text(held.catalog.server_version),
                pg_dump_version=pg_dump,
                fingerprint=digests.all,
                fingerprint_version=digests.version,
                roles=tuple(sorted({*held.roles, *owners(listed, [held.first_superuser])})),
                rehearsed=tried,
            )
            store.write(backup + MANIFEST, [record.manifest()], _SMALLEST_PART_BYTES)
        except BaseException:
            with suppress(BackupError):
                store.remove(name)
            raise
    return record


def _dump(entry: Access, held: Moment, store: Store, name: str, written: Measure) -> None:
    arguments = [*_OPTIONS, f"--snapshot={held.snapshot}", f"--lock-wait-timeout={_LOCK_WAIT_MS}"]
    part_bytes = max(_SMALLEST_PART_BYTES, held.size_bytes // _PARTS)

    def dumped() -> Generator[bytes, None, None]:
        # What goes wrong with pg_dump is raised before the store takes what there is for all.
        with running("pg_dump", arguments, entry, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            yield from written.of(pieces_of(process.stdout))

    with closing(dumped()) as pieces:
        store.write(name, pieces, part_bytes)


def _verify(store: Store, name: str, written: Measure, held: Moment, progress: Progress) -> str:
    """Read it back: it must be what was written, and hold what the catalog has. Returns the list of what it holds."""
    read = Measure("verifying", progress, written.size_bytes)
    listed = _list(store, name, read).decode(held.codec, errors="replace")
    if (read.size_bytes, read.sha256) != (written.size_bytes, written.sha256):
        raise DamagedError(
            f"{name} was written to {store.label} and read back, and is not the same", "check its disk or its service"
        )
    if lacking := missing(held.catalog, listed, held.all_roles):
        shown = ", ".join(str(one) for one in lacking[:_NAMED])
        more = f" and {len(lacking) - _NAMED} more" if len(lacking) > _NAMED else ""
        raise DamagedError(f"the dump of {held.catalog.label} lacks {shown}{more}", "report it")
    return listed


def _list(store: Store, name: str, read: Measure) -> bytes:
    """Read a dump to its end, and list what is in it."""
    with TemporaryFile() as listed:
        try:
            with running("pg_restore", ["--list"], stdin=subprocess.PIPE, stdout=listed) as process:
                sink = process.stdin
                for piece in read.of(store.read(name)):
                    if sink is not None and not fed(sink, piece):
                        sink = None  # the list stands at the head: what comes behind is only measured
        except ProgramError as error:
            raise DamagedError(f"{name} was written to {store.label} and cannot be listed", error.problem) from error
        listed.seek(0)
        return listed.read()
