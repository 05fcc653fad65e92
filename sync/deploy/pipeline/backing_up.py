"""Backup: one that is finished and verified before anything is changed. Old ones go when all has come to a good end."""

from collections.abc import Callable
from datetime import datetime

from sync.backup import BackupRecord, State, Store, backups, make_backup, open_store, retain
from sync.deploy.pipeline.problems import problem_of
from sync.deploy.pipeline.records import BackedUp, Problem, Verified
from sync.deploy.pipeline.target import Target
from sync.errors import SchemabotError

Progress = Callable[[str], None]


def backup(target: Target, *, since: datetime, progress: Progress = lambda _: None) -> BackedUp:
    """Make a backup, unless one was made for the same deployment already.

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
    except SchemabotError as error:
        return BackedUp(problem=problem_of(error, target.name))
    return BackedUp(made.id, store.label, made.size_bytes, made.duration_s, environment=target.name)


def remove_old_backups(target: Target, verified: Verified) -> Problem | None:
    """Remove the backups that need not be kept, of those environments that were seen to be as they should be.

    Args:
        target: What was deployed to.
        verified: What was seen there.

    Returns:
        Why they cannot be removed, which harms nobody.
    """
    for place in target.places if verified.is_equal else ():
        wanted = place.environment.backup
        if wanted is None or not (place is target or place.name in verified.equal_to):
            continue
        try:
            retain(open_store(wanted.to), place.name, wanted.keep)
        except SchemabotError as error:
            return problem_of(error, place.name)
    return None


def _made(store: Store, environment: str, since: datetime) -> BackupRecord | None:
    """The newest good backup that is not older."""
    first = since.replace(microsecond=0)  # a manifest has no more
    for one in backups(store, environment):
        if one.state is State.GOOD and one.record is not None and one.record.time >= first:
            return one.record
    return None
