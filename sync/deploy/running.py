"""Runs one migration: once, as a whole where that is possible, and from where it stopped where it is not.

A migration of one step is one transaction, with the rows that tell of it. Of one with several steps each is written
down: in the transaction of the step, or, for a statement that refuses to be in one, before it begins and when it is
done. Whatever ends the session, the next one finds what was done.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg

from sync.deploy.executing import AT_THE_END, Executor, StatementError, Watch
from sync.deploy.healing import Fate, before, fate, left_by
from sync.deploy.session import Session
from sync.deploy.settings import Settings
from sync.deploy.steps import Step, refuse_other_steps, steps
from sync.deploy.trying import again_and_again
from sync.errors import MigrationError
from sync.migrations import Statement, history
from sync.migrations.history import Did, Run, RunState
from sync.migrations.migration import Migration
from sync.migrations.parser import Lasting, lasting
from sync.migrations.standing import half_way

Progress = Callable[[str], None]

_TAKEN_UP = "the next deployment tries it again"


@dataclass(frozen=True, slots=True)
class Applied:
    """A migration that was applied.

    Attributes:
        version: Of the migration.
        label: The name of its file.
        seconds: How long it took.
        rows: How many rows it wrote.
        notices: What the server said meanwhile.
        resumed: How many of its steps an earlier deployment had done.
        attempts: How often steps were tried; more than there are where some had to wait for locks.
    """

    version: str
    label: str
    seconds: float
    rows: int
    notices: tuple[str, ...]
    resumed: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Work:
    """What is done about a migration.

    Attributes:
        migration: Which.
        steps: What is run.
        did: What that is: it is applied, or taken back.
        also: Other migrations that are taken back with it.
        is_computed: Whether the steps were found for what there is now, and not written down by anybody.
    """

    migration: Migration
    steps: tuple[Step, ...]
    did: Did = Did.APPLY
    also: tuple[Migration, ...] = ()
    is_computed: bool = False

    @classmethod
    def applying(cls, migration: Migration) -> "Work":
        """Apply it. Raises MigrationError where it cannot be run as it is written."""
        return cls(migration, steps(migration))


def adopting(label: str, migration: Migration) -> str:
    """What to do where a database has already what a migration makes."""
    told = f"schemabot repair {label} --applied {migration.version}"
    return f"if it was made there by hand: {told}, which proves it first"


class Running:
    """One migration that is applied or taken back, and how far that is."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        work: Work,
        *,
        keep: Callable[[], str | None] = lambda: None,
        watch: Watch = lambda _: None,
        progress: Progress = lambda _: None,
    ) -> None:
        """Begin.

        Args:
            session: Where it runs.
            settings: How.
            work: What is done.
            keep: Keeps the schema as it is before, and returns its digest; not called where something goes on.
            watch: Told of each statement.
            progress: Told when something has to wait.
        """
        self._session = session
        self._settings = settings
        self._work = work
        self._migration = work.migration
        self._keep = keep
        self._snapshot: str | None = None
        self._progress = progress
        self._steps = work.steps or (Step(()),)
        self._executor = Executor(session, settings, work.migration.label, watch, progress)
        self._number = sum(len(one.statements) for one in self._steps)
        self._connection = session.connection
        self._left = self._left_behind()
        # Its row, as soon as that is written down for good.
        self._run: int | None = None
        self._since = history.moment(self._connection)
        # What there was before a statement outside of transactions that was begun, and may have left something.
        self._begun: dict[str, Any] | None = None

    def run(self) -> Applied:
        """Do it.

        Raises:
            KeyboardInterrupt: A person ended it, which is written down; its text says what is left.
            MigrationError: A statement failed; the message says what is left of the migration.
            psycopg.OperationalError: The connection was lost.
        """
        started = time.monotonic()
        self._session.reset()
        try:
            if self._left is None:
                self._snapshot = self._keep()
            if len(self._steps) == 1 and self._steps[0].begin is not None and self._left is None:
                self._at_once(self._steps[0])
            else:
                self._one_by_one()
        except KeyboardInterrupt as error:
            raise KeyboardInterrupt(self._interrupted()) from error
        self._session.reset()
        return Applied(
            self._migration.version,
            self._migration.label,
            time.monotonic() - started,
            self._executor.rows,
            tuple(self._executor.notices),
            self._left.steps_done if self._left else 0,
            self._executor.attempts,
        )

    def _at_once(self, step: Step) -> None:
        """All of it in one transaction, with the rows that tell of it."""
        try:
            self._again_and_again(lambda: self._together(step, 1, lambda: self._end(self._begin())))
        except StatementError as failure:
            raise self._failed(failure, 0) from failure

    def _one_by_one(self) -> None:
        done = self._take_up(self._left) if self._left else 0
        with self._executor.ours():
            run = self._begin()
            if done == len(self._steps):  # only that was not written down any more
                self._end(run)
        self._run = run
        self._begun = self._left.begun if self._left else None
        for position, step in enumerate(self._steps[done:], done):
            try:
                self._step(step, position, run)
            except StatementError as failure:
                raise self._failed(failure, position) from failure

    def _step(self, step: Step, position: int, run: int) -> None:
        number = sum(len(one.statements) for one in self._steps[:position]) + 1

        def tell() -> None:
            history.step_is_done(self._connection, run, position + 1)
            if position == len(self._steps) - 1:
                self._end(run)

        if step.begin is not None:
            self._again_and_again(lambda: self._together(step, number, tell))
            return
        (one,) = step.statements
        self._again_and_again(lambda: self._alone(one, number, run))
        with self._executor.ours():
            self._check_lock()
            tell()
        self._begun = None

    def _again_and_again(self, attempt: Callable[[], None]) -> None:
        """Try until nobody is in the way any more."""

        def in_the_way(error: Exception) -> str:
            return self._said(error) if isinstance(error, StatementError) and error.is_passing else ""

        again_and_again(attempt, self._settings.retries, in_the_way, self._progress)

    def _together(self, step: Step, number: int, tell: Callable[[], None]) -> None:
        """A step and what tells of it in one transaction."""
        with self._executor.transaction(step.begin or "BEGIN"):
            for position, one in enumerate(step.statements, number):
                self._executor.statement(one, position, self._number)
            try:
                self._executor.be_ourselves()
                self._check_lock()
                tell()
            except psycopg.Error as error:
                if self._connection.closed:
                    raise
                what = "it cannot be written down: "
                raise StatementError.of(AT_THE_END, error, self._session.redact, what) from error

    def _alone(self, one: Statement, number: int, run: int) -> None:
        """A statement that refuses a transaction. What it leaves behind when it fails is taken away."""
        self._executor.attempts += 1
        if self._begun is not None and self._was_done(one, self._begun):
            return
        with self._healing(one):
            left_by(self._connection, one)
            self._begun = before(self._connection, one)
        with self._executor.ours():
            history.step_begins(self._connection, run, self._begun)
        try:
            self._executor.statement(one, number, self._number)
        except StatementError:
            with self._healing(one):
                found = fate(self._connection, one, self._begun)
            if found is Fate.DONE:
                return
            self._begun = None
            with self._executor.ours():
                history.step_begins(self._connection, run, None)
            raise

    def _was_done(self, one: Statement, begun: dict[str, Any]) -> bool:
        """Whether a statement that was begun, and of which nobody was told how it ended, was done."""
        with self._healing(one):
            found = fate(self._connection, one, begun)
        if found is Fate.UNKNOWN:
            raise StatementError(
                one.place(),
                "an earlier deployment began the statement, and nobody knows whether it was done",
                "see for yourself, and have schemabot repair write down what is so",
            )
        return found is Fate.DONE

    @contextmanager
    def _healing(self, one: Statement) -> Iterator[None]:
        try:
            with self._executor.patience(one):
                yield
        except psycopg.Error as error:
            if self._connection.closed:
                raise
            what = "what was left half-done cannot be taken away: "
            raise StatementError.of(one.place(), error, self._session.redact, what, _TAKEN_UP) from error

    def _check_lock(self) -> None:
        """See that nobody else can have begun to deploy meanwhile."""
        if not self._session.has_lock():
            raise StatementError(
                AT_THE_END,
                "it let go of the lock that keeps others from deploying",
                "take pg_advisory_unlock_all() out of it",
            )

    def _begin(self) -> int:
        return history.begin_run(
            self._connection,
            self._migration,
            self._work.did,
            self._settings.run_by,
            steps=self._digests(),
            snapshot=self._snapshot,
            deployment=self._settings.deployment,
            overridden=", ".join(sorted(self._settings.accepted)) or None,
            since=self._since,
            left=self._left,
        )

    def _end(self, run: int) -> None:
        """Write down that it is done."""
        if self._work.did is Did.APPLY:
            self._mark()
        else:
            for one in (self._migration, *self._work.also):
                history.unmark(self._connection, one.version)
            for one in self._work.also:
                other = history.begin_run(
                    self._connection, one, self._work.did, self._settings.run_by, since=self._since
                )
                history.end_run(self._connection, other)
        history.end_run(self._connection, run, rows=self._executor.rows, notices=self._executor.notices)

    def _mark(self) -> None:
        try:
            history.mark(self._connection, self._migration, self._migration.written)
        except psycopg.errors.UniqueViolation as error:
            raise StatementError(AT_THE_END, "somebody else has applied it meanwhile", "deploy again") from error

    def _failed(self, failure: StatementError, position: int) -> MigrationError:
        """Write down that it failed. Returns what is said about it."""
        problem = self._said(failure)
        with suppress(psycopg.Error):
            self._fail(problem)
        said = [failure.hint.rstrip("."), self._left_of(position)]
        if failure.is_there and self._work.did is Did.APPLY:
            said.append(adopting(self._session.label, self._migration))
        return MigrationError(problem, "; ".join(one for one in said if one))

    def _fail(self, problem: str) -> None:
        executor = self._executor
        with executor.ours():
            run = self._begin() if self._run is None else self._run
            history.end_run(self._connection, run, rows=executor.rows, notices=executor.notices, error=problem)

    def _interrupted(self) -> str:
        """Write down that a person ended it. Returns what is left of it."""
        is_apply, label = self._work.did is Did.APPLY, self._migration.label
        done = "applied" if is_apply else "taken back"
        try:
            self._session.reset()
            own = [one for one in history.runs(self._connection) if one.version == self._migration.version]
            if own and own[-1].started_at == self._since and own[-1].state is RunState.DONE:
                return f"{label} is {done}"
            self._fail("interrupted")
            left = self._half_done()
        except (psycopg.Error, MigrationError):
            return f"schemabot status tells what is left of {label}"
        if left is None:
            return f"{label} was rolled back" if is_apply else f"nothing of {label} was taken back"
        begun = f", and step {left.steps_done + 1} was begun" if left.begun else ""
        return f"{label} is {done} to step {left.steps_done} of {len(left.steps)}{begun}"

    def _digests(self) -> list[str]:
        return [one.digest for one in self._steps]

    def _left_behind(self) -> Run | None:
        """What was begun and not ended, and can go on: a way back that was computed is another one the next time."""
        return None if self._work.is_computed else self._half_done()

    def _half_done(self) -> Run | None:
        left = half_way(history.applied(self._connection), history.runs(self._connection))
        version, did = self._migration.version, self._work.did
        return next((one for one in left if one.version == version and one.action is did), None)

    def _take_up(self, left: Run) -> int:
        """Have the session be as the steps that are done left it. Returns how many these are."""
        refuse_other_steps(self._migration.label, self._steps, left)
        for one in (one for step in self._steps[: left.steps_done] for one in step.statements):
            what = lasting(one.sql)
            if what is Lasting.TEMPORARY:
                raise MigrationError(
                    f"{self._migration.label}, {one.place()}: made something temporary in a step that is done,"
                    " and it is gone",
                    "have schemabot repair write down what is applied, and put the rest into another migration",
                )
            if what is Lasting.SETTING:
                try:
                    self._connection.execute(one.sql.encode(self._connection.info.encoding))
                except psycopg.Error as error:
                    if self._connection.closed:
                        raise
                    failure = StatementError.of(one.place(), error, self._session.redact)
                    raise MigrationError(self._said(failure), "it is needed by what is left of the file") from error
        return left.steps_done

    def _said(self, failure: StatementError) -> str:
        return f"{self._migration.label}, {failure.place}: {failure.reason}"

    def _left_of(self, position: int) -> str:
        is_apply = self._work.did is Did.APPLY
        if not position:
            nothing = "nothing else" if self._begun is not None else "nothing"
            return f"{nothing} of the file was {'applied' if is_apply else 'taken back'}"
        last = self._steps[position - 1].statements[-1]
        done, again = ("applied", "deploy") if is_apply else ("run", "roll back")
        return f"what stands before is {done}, to line {last.line}: mend the rest of the file, and {again} again"
