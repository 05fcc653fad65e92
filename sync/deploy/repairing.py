"""The use case behind `schemabot repair`: the history is made to say what is so, after it was proven that it is.

A migration is told to be applied, or not to be, without being run. What it makes has to be there then, or not: the
database is compared with what the migrations make that its history names, before and after. Nothing may differ
afterwards that did not differ before, and what the migration changes has to agree.

One that was left half-way may be told to be what the history says already; it is compared with the contrary then. Where
its file is gone, or has other steps, nobody knows what it made: nothing at all may differ, from what the history makes
or from the schema that was kept before it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sync.compare import Difference
from sync.deploy.deploying import refusing
from sync.deploy.session import deploying
from sync.deploy.settings import Settings
from sync.deploy.steps import is_continued, steps
from sync.diff import diff
from sync.errors import MigrationError, ReplayError, suggestion
from sync.migrations import SqlFile, history
from sync.migrations.history import Applied, Did, Run
from sync.migrations.migration import Migration
from sync.migrations.standing import Standing, State, half_way, standings
from sync.shadow.scratch import Scratch
from sync.snapshot import snapshot_of
from sync.sources import LiveSource, SnapshotSource, expected_of
from sync.wording import listed

Progress = Callable[[str], None]


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
        there, done = history.applied(connection), history.runs(connection)
        half = {one.version: one for one in half_way(there, done)}
        found = {version: _gone(one) for version, one in half.items()}
        found |= {one.version: one for one in standings(migrations, there, done)}
        _check(found, frozenset(half), wanted, live.label)
        doubt = _Proof(live, found, half, connection, scratch, progress).doubt(wanted)
        if doubt and not force:
            raise MigrationError(doubt, f"see schemabot drift {live.label}, or say --force, which is written down")
        with connection.transaction():
            _write(connection, found, wanted, settings.run_by, doubt)
    return Repaired(wanted, doubt)


def _gone(half: Run) -> Standing:
    """One that was left half-way, as it stands where it has no file."""
    return Standing(half.version, half.name, State.PENDING, None, None, out_of_order=False, same_as=None)


def _check(found: dict[str, Standing], half: frozenset[str], wanted: Repair, label: str) -> None:
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
        _check_applied(found[version], label, is_half=version in half)
    for version in wanted.reverted:
        if found[version].applied is None and version not in half:
            raise MigrationError(f"{label} does not have {version}", "leave it out")


def _check_applied(one: Standing, label: str, *, is_half: bool) -> None:
    if one.migration is None and one.applied is None:
        raise MigrationError(
            f"{one.version} has no file, and was left half-way", "bring it back, or undo it and say --reverted"
        )
    if one.migration is None and not is_half:
        raise MigrationError(
            f"{one.version} has no file", f"it is applied to {label}: say --reverted, or bring it back"
        )
    if one.state is State.APPLIED and not is_half:
        raise MigrationError(f"{label} has {one.version} already", "leave it out")


@dataclass(frozen=True, slots=True)
class _Proof:
    """Whether the database is as a history would have it.

    Attributes:
        live: The database.
        found: Where it stands, by version.
        half: What was left half-way, by version.
        connection: Where snapshots are kept.
        scratch: Where migrations are replayed.
        progress: Told what is being done.
    """

    live: LiveSource
    found: dict[str, Standing]
    half: dict[str, Run]
    connection: history.Connection
    scratch: Scratch
    progress: Progress

    def doubt(self, wanted: Repair) -> str:
        """Why it is not proven; empty where it is."""
        if _is_renamed(self.found, wanted):
            return ""
        there = {version for version, one in self.found.items() if one.applied is not None}
        after = (there | set(wanted.applied)) - set(wanted.reverted)
        named = {*wanted.applied, *wanted.reverted}
        lost = {one for one in wanted.reverted if self._is_lost(one)}
        names = ", ".join((*wanted.applied, *wanted.reverted))
        new = self._differences(after, as_applied=False)
        if lost and new and (wrong := self._since(min(lost), new)):
            return f"{self.live.label} is not as it was before {', '.join(sorted(lost))}: {_shown(wrong)} differ"
        if lost == named:
            return ""
        unchanged = {one for one in named if (one in there) is (one in after)}
        old = self._before(there ^ ((unchanged & set(self.half)) - lost))
        wrong = tuple(one for one in new if one not in (old or ()))
        if wrong:
            return f"{self.live.label} is not as it would be with this history ({names}): {_shown(wrong)} differ"
        if old is not None and len(new) == len(old) and not _are_other_texts(self.found, wanted):
            return f"nothing in the schema of {self.live.label} tells whether {names} was applied"
        return ""

    def _is_lost(self, version: str) -> bool:
        """Whether nobody knows any more what was applied of it."""
        one, left = self.found[version], self.half.get(version)
        if one.applied is not None or left is None:
            return False
        return one.migration is None or not is_continued(steps(one.migration), left)

    def _since(self, version: str, known: tuple[Difference, ...]) -> tuple[Difference, ...]:
        """What has changed since a migration began; what is `known` to differ where nothing was kept of the schema."""
        kept = self.half[version].snapshot
        content = history.snapshot(self.connection, kept) if kept else None
        if content is None:
            return known
        before = SnapshotSource(version, snapshot_of(content, version), self.live.patterns)
        return diff(before, self.live, self.scratch, progress=self.progress).differences

    def _before(self, versions: set[str]) -> tuple[Difference, ...] | None:
        """How the database differs from what its history makes; None where that cannot be replayed, nor be true."""
        try:
            return self._differences(versions, as_applied=True)
        except ReplayError:
            return None

    def _differences(self, versions: set[str], *, as_applied: bool) -> tuple[Difference, ...]:
        """How the database differs from what versions make; with `as_applied` as they were when they were applied."""
        files = (_file(self.found[version], as_applied=as_applied) for version in sorted(versions))
        return diff(expected_of(files, self.live), self.live, self.scratch, progress=self.progress).differences


def _shown(wrong: Sequence[Difference]) -> str:
    return listed([f"{one.identity.kind} {one.identity}" for one in wrong])


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


def _file(one: Standing, *, as_applied: bool) -> SqlFile:
    if one.applied is not None and (one.migration is None or (as_applied and one.state is State.EDITED)):
        return one.applied.migration().file
    assert one.migration is not None
    return one.migration.file


def _write(connection: history.Connection, found: dict[str, Standing], wanted: Repair, run_by: str, doubt: str) -> None:
    for version in (*wanted.reverted, *wanted.applied):
        one = found[version]
        kept = one.applied or Applied(version, one.name, None)
        migration = one.migration or kept.migration()
        if version in wanted.reverted or one.migration is not None:
            history.unmark(connection, version)
        if version in wanted.applied and one.migration is not None:
            history.mark(connection, migration, migration.written)
        did = Did.MARK if version in wanted.applied else Did.UNMARK
        history.end_run(connection, history.begin_run(connection, migration, did, run_by, overridden=doubt or None))
