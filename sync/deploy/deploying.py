"""The use case behind `schemabot deploy`: what is pending is applied, in the order of the versions."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import psycopg

from sync.catalog import Profile
from sync.deploy.executing import Watch
from sync.deploy.keeping import Keeper
from sync.deploy.running import Applied, Running, Work
from sync.deploy.session import Connection, deploying
from sync.deploy.settings import Accept, Settings
from sync.deploy.steps import Step, refuse_other_steps, steps
from sync.errors import ConnectError, MigrationError
from sync.migrations import history
from sync.migrations.history import Applied as Recorded
from sync.migrations.history import Did, Run
from sync.migrations.migration import Migration, called
from sync.migrations.recorded import recorded
from sync.migrations.standing import Standing, State, half_way, standings
from sync.postgres.database import Database
from sync.postgres.limits import Cancellation, reason_of
from sync.wording import listed

Progress = Callable[[str], None]
Ready = Callable[[Connection, Sequence[Migration]], None]

_ELSE = "mend that, and do it again: what is written down as done is not done twice"
_WRONG = {
    Accept.UNKNOWN: (
        "has migrations that are not among the files",
        "bring their files back, or look with schemabot status and mend with schemabot repair",
    ),
    Accept.EDITED: (
        "has migrations whose files were edited after they had been applied",
        "put the files back as they were, and write what is new into a new one",
    ),
    Accept.OUT_OF_ORDER: (
        "has later migrations than some that are pending",
        "give those a later version",
    ),
}


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a deployment did.

    Attributes:
        database: The database's name for people.
        applied: The migrations that it applied, in order.
        seconds: How long it took, with waiting.
    """

    database: str
    applied: tuple[Applied, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a database lacks.

    Attributes:
        steps: The migrations that it lacks with their steps, in order.
        applied: What it has.
        runs: What schemabot did there, the first before the others.
    """

    steps: tuple[tuple[Migration, tuple[Step, ...]], ...]
    applied: tuple[Recorded, ...]
    runs: tuple[Run, ...]

    @property
    def migrations(self) -> tuple[Migration, ...]:
        """The migrations that it lacks, in order."""
        return tuple(one for one, _ in self.steps)

    @property
    def half(self) -> tuple[Run, ...]:
        """What it has in part."""
        return half_way(self.applied, self.runs)


def deploy(
    database: Database,
    migrations: Sequence[Migration],
    settings: Settings,
    *,
    label: str = "",
    profile: Profile = Profile.POSTGRES,
    ready: Ready = lambda *_: None,
    watch: Watch = lambda _: None,
    begin: Callable[[Migration], None] = lambda _: None,
    done: Callable[[Applied], None] = lambda _: None,
    progress: Progress = lambda _: None,
    cancellation: Cancellation | None = None,
) -> Deployment:
    """Apply what is pending.

    Args:
        database: Where to.
        migrations: All files.
        settings: How.
        label: The database's name for people; its own when empty.
        profile: The platform that it stands on, whose own schemas are in no snapshot.
        ready: Called with the session, which holds the lock, and what is to be applied, before any of it is; what it
            raises ends the deployment.
        watch: Told of each statement.
        begin: Told of each migration that begins.
        done: Told of each migration that is applied.
        progress: Told what is waited for.
        cancellation: What may end it before its time.

    Raises:
        BusyError: Somebody else deploys.
        ConfigurationError: The database is reached through a pooler in transaction mode.
        ConnectError: It cannot be reached, or the connection was lost.
        MigrationError: The histories do not fit, or a migration failed; those before it are applied.
        ReplayError: PostgreSQL's parser refuses a file.
    """
    started = time.monotonic()
    label = label or database.label
    applied = []
    with (
        deploying(database, settings, progress, cancellation, label) as session,
        refusing(session.connection, database, label),
    ):
        keeper = Keeper(session.connection, database, profile, label, settings=settings, progress=progress)
        found_pending = pending(session.connection, migrations, settings.accepted, label)
        ready(session.connection, found_pending)
        for one in found_pending:
            begin(one)
            work = Work.applying(one)
            keep = partial(keeper.before, one, work.steps)
            found = Running(session, settings, work, keep=keep, watch=watch, progress=progress).run()
            applied.append(found)
            done(found)
    return Deployment(label, tuple(applied), time.monotonic() - started)


def pending(
    connection: Connection, migrations: Iterable[Migration], accepted: frozenset[Accept], label: str
) -> tuple[Migration, ...]:
    """What is to be applied, after it was seen that it can be.

    Raises:
        MigrationError: The histories do not fit, or a migration cannot be run as it is written.
        ReplayError: PostgreSQL's parser refuses a file.
        psycopg.Error: The history cannot be read or made.
    """
    history.ensure(connection)
    there, done = history.applied(connection), history.runs(connection)
    return lacking(migrations, there, done, accepted, label).migrations


def waiting(database: Database, migrations: Iterable[Migration], accepted: frozenset[Accept], label: str) -> Waiting:
    """What a database lacks, after it was seen that it can be applied. Nothing is written.

    Raises:
        ConnectError: The database cannot be reached.
        MigrationError: The histories do not fit, or a migration cannot be run as it is written.
        ReadError: The history cannot be read.
        ReplayError: PostgreSQL's parser refuses a file.
    """
    return lacking(migrations, *recorded(database, label), accepted, label)


def lacking(
    migrations: Iterable[Migration],
    there: tuple[Recorded, ...],
    done: tuple[Run, ...],
    accepted: frozenset[Accept],
    label: str,
) -> Waiting:
    """The same for a history that was read.

    Args:
        migrations: All files.
        there: What the database has.
        done: What schemabot did there, the first before the others.
        accepted: What people accept.
        label: The database's name for people.

    Raises:
        MigrationError: The histories do not fit, or a migration cannot be run as it is written.
        ReplayError: PostgreSQL's parser refuses a file.
    """
    found = standings(migrations, there, done)
    refuse(found, done, accepted, label)
    return Waiting(runnable(found, half_way(there, done)), there, done)


def runnable(found: Iterable[Standing], half: Iterable[Run]) -> tuple[tuple[Migration, tuple[Step, ...]], ...]:
    """What is pending, with its steps.

    Args:
        found: Where the database stands.
        half: What it has in part.

    Raises:
        MigrationError: One has no statement, cannot be run as it is written, or was edited where it is applied already.
        ReplayError: PostgreSQL's parser refuses a file.
    """
    left = {one.version: one for one in half}
    waiting = tuple(
        (one, steps(one)) for one in (each.migration for each in found if each.state is State.PENDING) if one
    )
    for one, its_steps in waiting:
        if not its_steps:
            raise MigrationError(f"{one.label} has no statement", "fill it, or take it out")
        if one.version in left:
            refuse_other_steps(one.label, its_steps, left[one.version])
    return waiting


def refuse(found: Sequence[Standing], done: Iterable[Run], accepted: frozenset[Accept], label: str) -> None:
    """See that the histories fit, or people accept that they do not.

    Args:
        found: Where the database stands.
        done: What schemabot did there, the first before the others.
        accepted: What people accept.
        label: The database's name for people.

    Raises:
        MigrationError: They do not; the message names the migrations.
    """
    _refuse_another(found)
    all_half = half_way((one.applied for one in found if one.applied is not None), done)
    newest = max((one.version for one in all_half), default="")
    for reason, (problem, remedy) in _WRONG.items():
        wrong = [one for one in found if _is_wrong(one, reason, newest)]
        if wrong and reason not in accepted:
            raise MigrationError(f"{label} {problem} ({_names(wrong)})", f"{remedy}, or --accept {reason}")
    files = {one.version for one in found if one.migration is not None}
    half = [one for one in all_half if one.action is not Did.APPLY or one.version not in files]
    if half and Accept.UNKNOWN not in accepted:
        raise MigrationError(
            f"{label} has migrations that were left half-way ({_names(half)})",
            "bring back the file of one that was being applied, or roll back again what was being taken back;"
            f" schemabot repair says what else mends it; or --accept {Accept.UNKNOWN}",
        )


def _names(wrong: Sequence[Standing | Run]) -> str:
    return listed([called(one.version, one.name) for one in wrong])


def _refuse_another(found: Iterable[Standing]) -> None:
    """See that no file has the version of another migration: accepted or not, it would never be applied."""
    for one in found:
        if one.is_another and one.applied is not None:
            raise MigrationError(
                f"{one.called} has the version under which {called(one.version, one.applied.name)} is applied",
                "give it a later one, and bring that file back",
            )


def _is_wrong(one: Standing, reason: Accept, newest_half: str) -> bool:
    match reason:
        case Accept.UNKNOWN:
            return one.state is State.UNKNOWN
        case Accept.EDITED:
            return one.state is State.EDITED
        case Accept.OUT_OF_ORDER:
            return one.out_of_order or (one.state is State.PENDING and one.version < newest_half)
        case Accept.DRIFT:
            return False  # of that a history tells nothing


@contextmanager
def refusing(connection: Connection, database: Database, label: str) -> Iterator[None]:
    """Say what is wrong with the history, or the connection, where the driver only says that something failed.

    Raises:
        ConnectError: The connection was lost.
        MigrationError: The history of migrations cannot be read or written.
    """
    try:
        yield
    except psycopg.Error as error:
        reason = database.redact(reason_of(error))
        if connection.closed:
            raise ConnectError(
                f"the connection to {label} was lost: {reason}", "do it again: it goes on where it stopped"
            ) from error
        raise MigrationError(
            f"{label} does not let schemabot keep its history of migrations: {reason}",
            history.remedy(error, history.TO_WRITE) or _ELSE,
        ) from error
