"""Backup: one that is finished and verified before anything is changed."""

from collections.abc import Callable
from datetime import datetime

from sync.backup import BackupRecord, State, Store, backups, make_backup, open_store, retain
from sync.deploy.pipeline.problems import problem_of
from sync.deploy.pipeline.records import BackedUp
from sync.deploy.pipeline.target import Target
from sync.errors import SchemabotError

Progress = Callable[[str], None]


def backup(target: Target, *, since: datetime, progress: Progress = lambda _: None) -> BackedUp:
    """Make a backup, unless one was made for the same deployment already, and remove those that need not be kept.

    Nothing is done where the environment has none configured.

    Args:
        target: Of what.
        since: From when on a good backup of this environment is taken for that of this deployment: one that was made,
            and of which nobody was told, is not made again.
        progress: Told what is being done, with bytes.

    Raises:
        ConnectError: The database cannot be reached.
    """
    wanted = target.environment.backup
    if wanted is None:
        return BackedUp()
    try:
        store = open_store(wanted.to)
        made = _made(store, target.name, since)
        if made is None:
            made = make_backup(target.live, store, environment=target.name, progress=progress)
        progress("removing what need not be kept")
        retain(store, target.name, wanted.keep)
    except SchemabotError as error:
        return BackedUp(problem=problem_of(error, target.name))
    return BackedUp(made.id, store.label, made.size_bytes, made.duration_s)


def _made(store: Store, environment: str, since: datetime) -> BackupRecord | None:
    """The newest good backup that is not older."""
    first = since.replace(microsecond=0)  # a manifest has no more
    for one in backups(store, environment):
        if one.state is State.GOOD and one.record is not None and one.record.time >= first:
            return one.record
    return None
