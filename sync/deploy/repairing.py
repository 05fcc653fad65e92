"""The use case behind `schemabot repair`: the history is made to say what is so, after it was proven that it is.

A migration is told to be applied, or not to be, without being run. What it makes has to be there then, or not: the
database is compared with what the migrations make that its history names, before and after. Nothing may differ
afterwards that did not differ before, and what the migration changes has to agree.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sync.compare import Difference
from sync.deploy.deploying import refusing
from sync.deploy.session import deploying
from sync.deploy.settings import Settings
from sync.diff import diff
from sync.errors import MigrationError, suggestion
from sync.migrations import SqlFile, history
from sync.migrations.history import Did
from sync.migrations.migration import Migration
from sync.migrations.standing import Standing, State, standings
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource, expected_of

Progress = Callable[[str], None]

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Repair:
    """What is to be written down.

    Attributes:
        applied: Versions that are told to be applied.
        reverted: Versions that are told not to be.
    """

    applied: tuple[str, ...] = ()
    reverted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was written down.

    Attributes:
        repair: That.
        overridden: What could not be proven, and was passed over; empty where all was proven.
    """

    repair: Repair
    overridden: str


def repair(
    live: LiveSource,
    migrations: Sequence[Migration],
    wanted: Repair,
    scratch: Scratch,
    settings: Settings,
    *,
    force: bool = False,
    progress: Progress = lambda _: None,
) -> Repaired:
    """Have the history say what is so.

    Args:
        live: The environment's database.
        migrations: All files.
        wanted: What it is to say.
        scratch: Where migrations are replayed, to see what they make.
        settings: How long to wait for others, and who asks for it.
        force: Whether it is written down although it cannot be proven. That is written down, too.
        progress: Told what is being done.

    Raises:
        BusyError: Somebody deploys.
        MigrationError: It makes no sense, or what the database has does not agree.
        SchemabotError: The migrations cannot be replayed, or the database cannot be read.
    """
    with (
        deploying(live.database, settings, progress) as session,
        refusing(session.connection, live.database, live.label),
    ):
        connection = session.connection
        history.ensure(connection)
        there = history.applied(connection)
        found = {one.version: one for one in standings(migrations, there, history.runs(connection))}
        _check(found, wanted, live.label)
        doubt = _doubt(live, found, wanted, scratch, progress)
        if doubt and not force:
            raise MigrationError(doubt, f"see schemabot drift {live.label}, or say --force, which is written down")
        with connection.transaction():
            _write(connection, found, wanted, settings.run_by, doubt)
    return Repaired(wanted, doubt)


def _check(found: dict[str, Standing], wanted: Repair, label: str) -> None:
    if not wanted.applied and not wanted.reverted:
        raise MigrationError("nothing is to be repaired", "name versions with --applied or --reverted")
    if both := set(wanted.applied) & set(wanted.reverted):
        raise MigrationError(f"{min(both)} cannot be both applied and reverted", "name it once")
    for version in (*wanted.applied, *wanted.reverted):
        if version not in found:
            raise MigrationError(
                f"there is no migration {version}, neither among the files nor in {label}",
                suggestion(version, found) or "see schemabot status",
            )
    for version in wanted.applied:
        if found[version].migration is None:
            raise MigrationError(
                f"{version} has no file", f"it is applied to {label}: say --reverted, or bring it back"
            )
        if found[version].state is State.APPLIED:
            raise MigrationError(f"{label} has {version} already", "leave it out")
    for version in wanted.reverted:
        if found[version].applied is None:
            raise MigrationError(f"{label} does not have {version}", "leave it out")


def _doubt(live: LiveSource, found: dict[str, Standing], wanted: Repair, scratch: Scratch, progress: Progress) -> str:
    """Why it is not proven; empty where it is."""
    if _is_renamed(found, wanted):
        return ""
    before = {version for version, one in found.items() if one.applied is not None}
    old = _differences(live, found, before, scratch, progress, as_applied=True)
    after = (before | set(wanted.applied)) - set(wanted.reverted)
    new = _differences(live, found, after, scratch, progress, as_applied=False)
    wrong = [one for one in new if one not in old]
    names = ", ".join((*wanted.applied, *wanted.reverted))
    if wrong:
        shown = ", ".join(f"{one.identity.kind} {one.identity}" for one in wrong[:_SHOWN])
        more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        return f"{live.label} is not as it would be with this history ({names}): {shown}{more} differ"
    if len(new) == len(old) and not _are_other_texts(found, wanted):
        return f"nothing in the schema of {live.label} tells whether {names} was applied"
    return ""


def _are_other_texts(found: dict[str, Standing], wanted: Repair) -> bool:
    """Whether files were edited together, and none goes that is still there: as after a squash.

    That all agrees with the new texts is enough then.
    """
    is_edited = any(found[one].state is State.EDITED for one in wanted.applied)
    return is_edited and all(found[one].migration is None for one in wanted.reverted)


def _is_renamed(found: dict[str, Standing], wanted: Repair) -> bool:
    """Whether each that is reverted is told to be applied under another version, with the same statements."""
    again = {found[one].same_as for one in wanted.applied} - {None}
    return bool(wanted.applied) and set(wanted.reverted) == again and len(wanted.applied) == len(wanted.reverted)


def _differences(
    live: LiveSource,
    found: dict[str, Standing],
    versions: set[str],
    scratch: Scratch,
    progress: Progress,
    *,
    as_applied: bool,
) -> tuple[Difference, ...]:
    """How the database differs from what versions make; with `as_applied` as they were when they were applied."""
    files = (_file(found[version], as_applied=as_applied) for version in sorted(versions))
    return diff(expected_of(files, live), live, scratch, progress=progress).differences


def _file(one: Standing, *, as_applied: bool) -> SqlFile:
    if one.applied is not None and (one.migration is None or (as_applied and one.state is State.EDITED)):
        return one.applied.migration().file
    assert one.migration is not None
    return one.migration.file


def _write(connection: history.Connection, found: dict[str, Standing], wanted: Repair, run_by: str, doubt: str) -> None:
    for version in (*wanted.reverted, *wanted.applied):
        one = found[version]
        migration = one.migration or (one.applied.migration() if one.applied else None)
        assert migration is not None
        history.unmark(connection, version)
        if version in wanted.applied:
            history.mark(connection, migration, migration.written)
        did = Did.MARK if version in wanted.applied else Did.UNMARK
        history.end_run(connection, history.begin_run(connection, migration, did, run_by, overridden=doubt or None))
