"""The use case behind `schemabot rollback`: what was applied last is taken back.

The rollback parts of the migrations that go are run, the last migration's first. Where one has none, a plan leads from
what there is to what there was before that one, as the snapshot has it that was kept then: rows that were deleted or
written do not come back, and that plan says what it deletes itself. It stands for all that are later; those before are
taken back by their parts.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sync.catalog import Profile
from sync.deploy.deploying import Deployment, refusing
from sync.deploy.dry import DryMigration, judged
from sync.deploy.executing import Watch
from sync.deploy.running import Running, Work
from sync.deploy.session import Connection, deploying
from sync.deploy.settings import Settings
from sync.deploy.steps import Step, in_steps
from sync.errors import MigrationError, PlanError, suggestion
from sync.migrations import history
from sync.migrations.history import Did, Run, RunState
from sync.migrations.migration import Migration
from sync.migrations.parser import split
from sync.migrations.standing import Standing, State, standings
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
        works: What is run, in order.
        plan: Where the first of them comes from, if that is computed.
        judged: What the rollback parts of files do.
    """

    database: str
    versions: tuple[str, ...]
    works: tuple[Work, ...]
    plan: Plan | None = None
    judged: tuple[DryMigration, ...] = ()

    @property
    def undone(self) -> tuple[Migration, ...]:
        """The migrations that are taken back, the last one first."""
        return tuple(one for work in self.works for one in (work.migration, *work.also))


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
    with connect(database, autocommit=True) as connection, refusing(connection, database, label):
        there, done = history.applied(connection), history.runs(connection)
        found = [one for one in standings(migrations, there, done) if one.state is not State.PENDING]
        going = _going(found, to, label)
        versions = tuple(one.version for one in found)
        files = tuple(_migration(one) for one in reversed(going))
        lacking = [place for place, one in enumerate(files) if one.rollback is None]
        computed, content = _snapshot(connection, files, lacking[-1], done) if lacking else (0, b"")
    if content is None:
        raise MigrationError(
            f"{files[lacking[-1]].label} has no rollback part, and {label} keeps no snapshot of what there was before",
            _REMEDY,
        )
    by_parts = tuple(
        Work(one, in_steps(one.rollback or (), f"{one.label} (rollback)"), Did.ROLLBACK) for one in files[computed:]
    )
    parts = judged(database, [(one.migration, one.steps) for one in by_parts], progress) if by_parts else ()
    if not computed:
        return Rollback(label, versions, by_parts, judged=parts)
    first, *others = files[:computed]
    name = f"{label} before {files[computed - 1].label}"
    before = SnapshotSource(name, snapshot_of(zlib.decompress(content), name))
    try:
        way = plan(LiveSource(label, database, profile), before, scratch, Wanted(), profile=profile, progress=progress)
    except PlanError as error:
        raise MigrationError(f"there is no way back to before {files[computed - 1].label}: {error}", _REMEDY) from error
    work = Work(first, _steps(way), Did.ROLLBACK, tuple(others), is_computed=True)
    return Rollback(label, versions, (work, *by_parts), way, parts)


def roll_back(
    database: Database,
    rollback: Rollback,
    settings: Settings,
    *,
    watch: Watch = lambda _: None,
    progress: Progress = lambda _: None,
) -> Deployment:
    """Take migrations back, under the lock of deployments.

    Args:
        database: Where.
        rollback: What was prepared, and shown.
        settings: How.
        watch: Told of each statement.
        progress: Told what is waited for.

    Raises:
        BusyError: Somebody else deploys.
        ConnectError: The database cannot be reached, or the connection was lost.
        MigrationError: Something else was applied or taken back meanwhile, or a statement failed.
    """
    with (
        deploying(database, settings, progress) as session,
        refusing(session.connection, database, rollback.database),
    ):
        history.ensure(session.connection)
        if tuple(one.version for one in history.applied(session.connection)) != rollback.versions:
            raise MigrationError(
                f"{rollback.database} has other migrations than when this was prepared", "prepare it again"
            )
        done = [Running(session, settings, one, watch=watch, progress=progress).run() for one in rollback.works]
    return Deployment(rollback.database, tuple(done), sum(one.seconds for one in done))


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
    own = [one for one in done if one.version == version and one.action is Did.APPLY]
    return own[-1].snapshot if own and own[-1].state is RunState.DONE else None


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
