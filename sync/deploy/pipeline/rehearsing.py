"""Runs pending migrations on a copy of a schema as a deployment does, and sees what each statement does there."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import psycopg

from sync.deploy.deploying import Waiting, refusing
from sync.deploy.executing import Doing, StatementError
from sync.deploy.pipeline.copying import Copy
from sync.deploy.pipeline.doubts import doubt
from sync.deploy.pipeline.hiding import head
from sync.deploy.pipeline.locks import Locks
from sync.deploy.pipeline.records import Problem, Rehearsed
from sync.deploy.pipeline.target import Target
from sync.deploy.running import Running, Work, adopting
from sync.deploy.session import Session, deploying
from sync.deploy.steps import Step
from sync.errors import MigrationError
from sync.migrations import Reach, Statement, history
from sync.migrations.history import Did, Run
from sync.migrations.migration import Migration
from sync.postgres.limits import Cancellation, Overseer, reason_of
from sync.postgres.session import canceller, connect
from sync.shadow.replay import LONGEST
from sync.wording import lasting

Progress = Callable[[str], None]

# A copy shares its server with others, and must not reach out to another one.
_BEYOND = {Reach.ROLES: "roles", Reach.DATABASE: "the database as a whole", Reach.SERVER: "the server"}
_OF_OTHER_SERVERS = frozenset(
    {"CreateSubscriptionStmt", "AlterSubscriptionStmt", "DropSubscriptionStmt", "ImportForeignSchemaStmt"}
)
# No transaction takes its settings any more behind a query.
_SETS = frozenset({"VariableSetStmt"})


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What running migrations on a copy has shown.

    Attributes:
        statements: What was run, in order.
        seconds: How long that took.
        unsure: Why one failed that may be right all the same; empty where none did.
        problem: Why one failed that is not.
    """

    statements: tuple[Rehearsed, ...]
    seconds: float
    unsure: str = ""
    problem: Problem | None = None


def rehearse(
    target: Target,
    pending: Waiting,
    copy: Copy,
    *,
    progress: Progress = lambda _: None,
    cancellation: Cancellation | None = None,
) -> Rehearsal:
    """Run what is pending on a copy. A statement that takes longer than there may be a reason for is ended.

    Args:
        target: What it is a copy of.
        pending: What is run.
        copy: Where.
        progress: Told what is being done.
        cancellation: What may end it before its time.

    Raises:
        ConnectError: The copy is gone, or it was cancelled.
    """
    limit = min(target.settings.statement_timeout or LONGEST, LONGEST)
    settings = replace(target.settings, retries=0, wait=timedelta(), deployment=None, statement_timeout=limit)
    left = {one.version: one for one in pending.half}
    told: list[Rehearsed] = []
    started = time.monotonic()
    with (
        deploying(copy.database, settings, progress, cancellation, target.name) as session,
        refusing(session.connection, copy.database, f"the copy of {target.name}"),
        Overseer(canceller(session.connection), limit.total_seconds()) as overseer,
    ):
        for migration, its_steps in pending.steps:
            steps = tuple(_within(step) for step in its_steps)
            half = left.get(migration.version)
            if half is not None and half.steps_done:
                _take_over(session, migration, steps, half)
            onlooker = _Onlooker(session, migration.label, steps, overseer, progress)
            work = Work(migration, steps)
            try:
                Running(session, settings, work, watch=onlooker.watch, progress=progress).run()
            except MigrationError as error:
                told += onlooker.told
                seconds = time.monotonic() - started
                if overseer.has_ended_one:
                    return Rehearsal(tuple(told), seconds, problem=_endless(target, migration, error, limit))
                if said := _doubt(target, copy, error, onlooker.at, half):
                    return Rehearsal(tuple(told), seconds, unsure=said)
                return Rehearsal(tuple(told), seconds, problem=_problem(target, migration, error))
            except psycopg.Error as error:  # a file may end its own session
                lost = f"{migration.label}: the connection to the copy was lost: {reason_of(error)}"
                return Rehearsal((*told, *onlooker.told), time.monotonic() - started, unsure=lost)
            done = half.steps_done if half is not None else 0
            told += sorted((*onlooker.told, *_left_out(migration, its_steps[done:])), key=lambda one: one.line)
    return Rehearsal(tuple(told), time.monotonic() - started)


class _Onlooker:
    """Sees what the statements of one migration do.

    Attributes:
        told: What it has seen.
        at: The statement that was begun last.
    """

    def __init__(
        self, session: Session, label: str, steps: Sequence[Step], overseer: Overseer, progress: Progress
    ) -> None:
        self.told: list[Rehearsed] = []
        self.at: Statement | None = None
        self._label = label
        self._statements = [(number, one) for number, step in enumerate(steps) for one in step.statements]
        self._step: int | None = None
        self._notices: list[str] = []
        self._overseer = overseer
        self._progress = progress
        self._locks = Locks(session.connection)
        session.connection.add_notice_handler(self._hear)

    def watch(self, doing: Doing) -> None:
        """What the executor calls when a statement begins, and when it is done."""
        self._overseer.begins()  # the end of a transaction has its time, too
        step, one = self._statements[doing.number - 1]
        if doing.seconds is None:
            self.at = one
            self._notices.clear()
            self._progress(f"on the copy: {self._label}: {doing.number} of {doing.of}  {head(one.sql)}")
            return
        if step != self._step:
            self._step = step
            self._locks.forget()
        locks = () if one.kind in _SETS else self._locks.taken()
        self.told.append(Rehearsed(self._label, one.line, head(one.sql), doing.seconds, locks, tuple(self._notices)))

    def _hear(self, said: psycopg.errors.Diagnostic) -> None:
        self._notices.append(f"{said.severity_nonlocalized or said.severity}: {said.message_primary or ''}")


def _within(step: Step) -> Step:
    """A step without what reaches beyond the copy."""
    kept = tuple(one for one in step.statements if not _beyond(one))
    return step if kept == step.statements else Step(kept)


def _beyond(one: Statement) -> str:
    """What a statement is about that reaches beyond a copy; empty where it does not."""
    return "another server" if one.kind in _OF_OTHER_SERVERS else _BEYOND.get(one.reach, "")


def _left_out(migration: Migration, steps: Sequence[Step]) -> Iterator[Rehearsed]:
    """What was not run, as it reaches beyond the copy."""
    for one in (one for step in steps for one in step.statements):
        if what := _beyond(one):
            yield Rehearsed(
                migration.label, one.line, head(one.sql), 0.0, (), (f"not run on the copy: it is about {what}",)
            )


def _take_over(session: Session, migration: Migration, steps: Sequence[Step], half: Run) -> None:
    """Have the history of the copy say how far a migration came that was left half-way."""
    with session.connection.transaction():
        digests = [one.digest for one in steps]
        run = history.begin_run(session.connection, migration, Did.APPLY, half.run_by, steps=digests)
        history.step_is_done(session.connection, run, half.steps_done)


def _doubt(target: Target, copy: Copy, error: MigrationError, at: Statement | None, half: Run | None) -> str:
    """Why what failed on the copy may be right all the same, with what failed; empty where it is not."""
    failure = _cause(error)
    if half is not None and half.begun:
        why = "an earlier deployment has begun a statement of it, and the copy does not tell how far that came"
    elif at is None or failure is None:
        return ""
    else:
        available = _available(target) if at.kind == "CreateExtensionStmt" else ()
        why = doubt(at, failure, copy.stand_ins, available, is_other_major=copy.is_other_major)
    return f"{error.problem}; {why}" if why else ""


def _cause(error: BaseException) -> str | None:
    """The SQLSTATE of what the server said first."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, psycopg.Error):
        cause = cause.__cause__
    return cause.sqlstate if cause is not None else None


def _available(target: Target) -> frozenset[str]:
    """The extensions that the live server has."""
    with connect(target.live.database, autocommit=True) as connection:
        rows = connection.execute("SELECT name FROM pg_catalog.pg_available_extensions").fetchall()
    return frozenset(name for (name,) in rows)


def _endless(target: Target, migration: Migration, error: MigrationError, limit: timedelta) -> Problem:
    failure = error.__cause__
    place = f", {failure.place}" if isinstance(failure, StatementError) else ""
    said = f"it takes longer than {lasting(limit)} on a copy of {target.name}, which has no rows"
    return Problem(
        f"{migration.label}{place}: {said}: nothing was applied there", "mend what may never end", target.name
    )


def _problem(target: Target, migration: Migration, error: MigrationError) -> Problem:
    failure = error.__cause__
    message = f"{error.problem}, on a copy of {target.name}: nothing was applied there"
    if not isinstance(failure, StatementError):
        return Problem(message, error.remedy, target.name)
    said = [failure.hint.rstrip("."), adopting(target.name, migration) if failure.is_there else ""]
    return Problem(message, "; ".join(one for one in said if one) or "mend the file", target.name)
