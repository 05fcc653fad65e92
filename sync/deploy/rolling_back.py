"""The use case behind `schemabot rollback`: what was applied last is taken back.

The rollback parts of the migrations that go are run, the last migration's first. Where one has none, a plan leads from
what there is to what there was before that one, as the snapshot has it that was kept then: rows that were deleted or
written do not come back, and that plan says what it deletes itself. It stands for all that are later; those before are
taken back by their parts.

What is half applied counts as the others do, and is taken back before those that are earlier: its rollback part is for
the whole, so the way back is computed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from sync.catalog import Profile
from sync.compare import Difference
from sync.deploy.deploying import Deployment, refusing
from sync.deploy.dry import DryMigration, judged
from sync.deploy.executing import Watch
from sync.deploy.running import Running, Work
from sync.deploy.session import Connection, deploying, refuse_pooler
from sync.deploy.settings import Settings
from sync.deploy.steps import Step, in_steps
from sync.diff import diff
from sync.errors import MigrationError, PlanError, suggestion
from sync.migrations import history
from sync.migrations.history import Applied, Did, Run
from sync.migrations.migration import Migration
from sync.migrations.parser import split
from sync.migrations.standing import Standing, State, half_way, standings
from sync.plan.export import SETTINGS
from sync.planning import Wanted, plan
from sync.planning.value import Plan
from sync.postgres.database import Database
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from sync.snapshot import snapshot_of
from sync.sources import LiveSource, SnapshotSource

Progress = Callable[[str], None]

_REMEDY = "give it a rollback part, or write what takes it back into a new migration"


@dataclass(frozen=True, slots=True)
class Rollback:
    """What takes migrations back.

    Attributes:
        database: The database's name for people.
        versions: Of all that the database has, in order: it must be the same when this is run.
        half: What it has in part, or has lost in part: likewise.
        before: What there was before the earliest of them that is taken back by its part, where that was kept.
        works: What is run, in order.
        plan: Where the first of them comes from, if that is computed.
        judged: What the rollback parts of files do.
    """

    database: str
    versions: tuple[str, ...]
    works: tuple[Work, ...]
    plan: Plan | None = None
    judged: tuple[DryMigration, ...] = ()
    half: tuple[Run, ...] = ()
    before: SnapshotSource | None = None

    @property
    def undone(self) -> tuple[Migration, ...]:
        """The migrations that are taken back, the last one first."""
        return tuple(one for work in self.works for one in (work.migration, *work.also))

    @property
    def takes_half_back(self) -> bool:
        """Whether one of them is applied in part only."""
        return any(one.version not in self.versions for one in self.undone)


def prepare_rollback(
    database: Database,
    migrations: Sequence[Migration],
    scratch: Scratch,
    *,
    to: str | None = None,
    label: str = "",
    profile: Profile = Profile.POSTGRES,
    progress: Progress = lambda _: None,
) -> Rollback:
    """Find what takes the last migration back, or all behind one.

    Args:
        database: Where.
        migrations: All files.
        scratch: Where a computed plan is proven.
        to: The version that is to be the last one then; by default the last but one.
        label: The database's name for people; its own when empty.
        profile: The platform that it stands on.
        progress: Told what is being done.

    Raises:
        ConnectError: The database cannot be reached.
        MigrationError: There is nothing to take back, or no way.
        ProofError: A computed plan does not do what it should.
    """
    label = label or database.label
    refuse_pooler(database)
    with connect(database, autocommit=True) as connection, refusing(connection, database, label):
        there, done = history.applied(connection), history.runs(connection)
        half = half_way(there, done)
        versions = tuple(one.version for one in there)
        in_part = {one.version: one for one in half if one.version not in versions}
        found = _had(standings(migrations, there, done), in_part)
        going = _going(found, to, label)
        files = tuple(_migration(one) for one in reversed(going))
        lacking = [place for place, one in enumerate(files) if one.version in in_part or one.rollback is None]
        computed, content = _snapshot(connection, files, lacking[-1], done) if lacking else (0, b"")
        before_all = _snapshot(connection, files, len(files) - 1, done)[1] if computed < len(files) else None
    if content is None:
        _refuse(files[lacking[-1]], label, is_half=files[lacking[-1]].version in in_part)
    by_parts = tuple(
        Work(one, in_steps(one.rollback or (), f"{one.label} (rollback)"), Did.ROLLBACK) for one in files[computed:]
    )
    parts = judged(database, [(one.migration, one.steps) for one in by_parts], progress) if by_parts else ()
    kept = _source(f"{label} before {files[-1].label}", before_all) if before_all else None
    if not computed:
        return Rollback(label, versions, by_parts, judged=parts, half=half, before=kept)
    first, *others = files[:computed]
    before = _source(f"{label} before {files[computed - 1].label}", content)
    try:
        way = plan(LiveSource(label, database, profile), before, scratch, Wanted(), profile=profile, progress=progress)
    except PlanError as error:
        raise MigrationError(f"there is no way back to before {files[computed - 1].label}: {error}", _REMEDY) from error
    work = Work(first, _steps(way), Did.ROLLBACK, tuple(others), is_computed=True)
    return Rollback(label, versions, (work, *by_parts), way, parts, half, kept)


def roll_back(
    database: Database,
    rollback: Rollback,
    settings: Settings,
    *,
    ready: Callable[[Connection], None] = lambda _: None,
    watch: Watch = lambda _: None,
    progress: Progress = lambda _: None,
) -> Deployment:
    """Take migrations back, under the lock of deployments.

    Args:
        database: Where.
        rollback: What was prepared, and shown.
        settings: How.
        ready: Called with the lock held, before anything is taken back; what it raises ends it.
        watch: Told of each statement.
        progress: Told what is waited for.

    Raises:
        BusyError: Somebody else deploys.
        ConnectError: The database cannot be reached, or the connection was lost.
        MigrationError: Something else was applied or taken back meanwhile, or a statement failed.
    """
    with (
        deploying(database, settings, progress, label=rollback.database) as session,
        refusing(session.connection, database, rollback.database),
    ):
        history.ensure(session.connection)
        there = history.applied(session.connection)
        half = half_way(there, history.runs(session.connection))
        if tuple(one.version for one in there) != rollback.versions or half != rollback.half:
            raise MigrationError(
                f"{rollback.database} has other migrations than when this was prepared", "run it again"
            )
        ready(session.connection)
        done = [Running(session, settings, one, watch=watch, progress=progress).run() for one in rollback.works]
    return Deployment(rollback.database, tuple(done), sum(one.seconds for one in done))


def forgotten(
    database: Database, rollback: Rollback, scratch: Scratch, progress: Progress = lambda _: None
) -> tuple[Difference, ...]:
    """What rollback parts have forgotten, or somebody changed by hand: how it differs from what there was before.

    Nothing where no snapshot was kept.

    Raises:
        SchemabotError: The database cannot be read.
    """
    before = rollback.before
    if before is None:
        return ()
    live = LiveSource(rollback.database, database, before.profile)
    return diff(before, live, scratch, progress=progress).differences


def _source(name: str, content: bytes) -> SnapshotSource:
    return SnapshotSource(name, snapshot_of(content, name))


def _had(found: Iterable[Standing], in_part: Mapping[str, Run]) -> list[Standing]:
    """What a database has, also in part, in the order of the versions."""
    had = {version: _gone(one) for version, one in in_part.items()}
    had |= {one.version: one for one in found if one.state is not State.PENDING or one.version in in_part}
    return [had[version] for version in sorted(had)]


def _gone(half: Run) -> Standing:
    kept = Applied(half.version, half.name, None)
    return Standing(half.version, half.name, State.UNKNOWN, None, kept, out_of_order=False, same_as=None)


def _refuse(one: Migration, label: str, *, is_half: bool) -> NoReturn:
    if is_half:
        raise MigrationError(
            f"{one.label} is half applied, and {label} keeps no snapshot of what there was before",
            f"deploy again, which goes on, or undo what is done and schemabot repair {label} --reverted {one.version}",
        )
    raise MigrationError(
        f"{one.label} has no rollback part, and {label} keeps no snapshot of what there was before", _REMEDY
    )


def _going(found: Sequence[Standing], to: str | None, label: str) -> Sequence[Standing]:
    """What is to be taken back, in the order of the versions."""
    if not found:
        raise MigrationError(f"{label} has no migration that could be taken back")
    if to is None:
        return found[-1:]
    versions = [one.version for one in found]
    if to not in versions and (to.strip("0") or not to):
        raise MigrationError(
            f"{label} has no migration {to or 'without a version'}",
            suggestion(to, versions) or "name one that it has, or 0 for none of them",
        )
    going = [one for one in found if one.version > to]
    if not going:
        raise MigrationError(f"{to} is the last migration that {label} has: there is nothing to take back")
    return going


def _migration(one: Standing) -> Migration:
    """The file; of one that is not among them what the database has."""
    if one.migration is not None:
        return one.migration
    assert one.applied is not None
    return one.applied.migration()


def _snapshot(
    connection: Connection, files: Sequence[Migration], lacking: int, done: Sequence[Run]
) -> tuple[int, bytes | None]:
    """What there was before a migration without a rollback part, or before one that is earlier.

    Args:
        connection: Where snapshots are kept.
        files: What is taken back, the last one first.
        lacking: The place of the earliest one without a rollback part.
        done: What schemabot did.

    Returns:
        How many the way to it takes back, and it; None where none is kept.
    """
    for place in range(lacking, len(files)):
        kept = _snapshot_before(files[place].version, done)
        content = history.snapshot(connection, kept) if kept else None
        if content is not None:
            return place + 1, content
    return 0, None


def _snapshot_before(version: str, done: Sequence[Run]) -> str | None:
    own = [one for one in done if one.version == version and one.action is Did.APPLY and one.did_something]
    return own[-1].snapshot if own else None


def _steps(way: Plan) -> tuple[Step, ...]:
    """The statements of a plan as steps; the settings that it needs stand before the first."""
    settings = tuple(one for sql in SETTINGS for one in split(sql))
    found = [Step(settings)]
    for batch in way.batches:
        statements = tuple(one for statement in batch.statements for one in split(statement.sql))
        if batch.in_transaction:
            found.append(Step(statements))
        else:
            found += [Step((one,), None) for one in statements]
    return tuple(found)
