"""The phases of a deployment as durable steps: each is done once, however often it is begun.

A phase that was written down as ended is not done again. One that was begun and not ended is done from its beginning;
what it does to databases is such that this does no harm: what is applied stands in the database's own history, and a
backup that was finished is found again. Whoever cancels or supersedes a deployment has its row; a phase that ends later
finds it final, and changes nothing.
"""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, TypeVar

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from bot.configuration import BotConfiguration
from bot.deployments import reading
from bot.deployments.changing import finish, now, shown_again
from bot.deployments.people import PeopleError
from bot.deployments.states import State
from bot.deployments.view import DeploymentView, Progress
from bot.store import models
from sync.deploy.pipeline.records import Phase, Problem, to_json
from sync.errors import BusyError, ConnectError, SchemabotError
from sync.postgres.limits import Cancellation
from sync.wording import counted

GO = "go"
END = "end"

_WAITS_S = (1.0, 2.0, 5.0, 10.0, 30.0)
_PATIENCE = timedelta(minutes=30)
# What is being done on another database holds its locks meanwhile.
_BRIEFLY = "SET LOCAL lock_timeout = '200ms'; SET LOCAL statement_timeout = '1s'"

UNREACHABLE = (OperationalError, InterfaceError)
"""What the driver raises where the state database does not answer, or ends what was asked."""

_TOLD_EVERY_S = 1.0
_LOOKS_EVERY_S = 1.0

log = structlog.get_logger()


class Record(Protocol):
    """What a phase finds."""

    @property
    def problem(self) -> Problem | None:
        """What keeps the deployment from going on."""


_Found = TypeVar("_Found", bound=Record)
_Result = TypeVar("_Result")
Settle = Callable[[Session, models.Deployment, _Found], None]
Progresses = Callable[[str], None]


class StoppingError(BaseException):
    """The bot stops: the phase is done again by whoever goes on with the deployment."""


@dataclass(frozen=True, slots=True)
class Phases:
    """Does phases, and writes down what they find.

    Attributes:
        configuration: The whole configuration.
        sessions: Makes sessions of the state.
        stopping: Set when the bot ends; no phase begins any more.
    """

    configuration: BotConfiguration
    sessions: sessionmaker[Session]
    stopping: threading.Event
    _applying: threading.Condition = field(default_factory=threading.Condition)
    _threads: set[int] = field(default_factory=set)

    def view(self, deployment: str) -> DeploymentView:
        """How it stands."""
        with self.sessions() as session:
            return reading.view(session, deployment, self.configuration, now())

    def do(
        self,
        deployment: str,
        phase: Phase,
        work: Callable[[DeploymentView, Progresses], _Found],
        settle: Settle[_Found] = lambda _session, _row, _found: None,
        then: Callable[[DeploymentView], None] = lambda _: None,
        *,
        stop: Cancellation | None = None,
    ) -> str:
        """Do one phase, unless that was done, or the deployment is over.

        Args:
            deployment: Its id.
            phase: Which.
            work: Does it. What it raises ends the deployment, but where a database or Slack does not answer.
            settle: Told what was found, in the transaction that writes it down; not where there is a problem.
            then: Done afterwards if the deployment goes on, once more where it is not known whether it was done.
            stop: What ends the work before its time, where somebody ends the deployment meanwhile.

        Returns:
            `GO`, or `END` when the deployment is over.
        """
        outcome = self._begin(deployment, phase)
        reporter = _Reporter(self, deployment)
        try:
            if outcome is None:
                with self._at_work(phase), self._stopped(deployment, stop):
                    found = self._patiently(lambda: work(self.view(deployment), reporter), deployment, reporter)
                outcome = self._settle(deployment, phase, found, settle)
            if outcome == GO:
                self._patiently(lambda: then(self.view(deployment)), deployment, reporter)
        except SchemabotError as error:
            return self._fail(deployment, phase, error.problem, error.remedy, is_done=outcome is not None)
        except UNREACHABLE:
            raise  # of the state: the step is done again when it answers
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("unexpected error", phase=phase.value, reference=reference)
            said = f"something went wrong that should not have (reference {reference})"
            remedy = "the log of the bot has the details under that reference"
            return self._fail(deployment, phase, said, remedy, is_done=outcome is not None)
        return outcome

    def finish_what_is_being_applied(self) -> None:
        """Wait until nothing is being applied any more: a file is better ended than taken up."""
        with self._applying:
            if self._threads:
                log.info("what is being applied is finished first")
            self._applying.wait_for(lambda: not self._threads)

    @contextmanager
    def _at_work(self, phase: Phase) -> Iterator[None]:
        here = threading.get_ident()
        if phase is Phase.DEPLOY:
            with self._applying:
                self._threads.add(here)
        try:
            yield
        finally:
            with self._applying:
                self._threads.discard(here)
                self._applying.notify_all()

    @contextmanager
    def _stopped(self, deployment: str, stop: Cancellation | None) -> Iterator[None]:
        """While this lasts, it is looked whether the deployment is over, wherever somebody has said so."""
        if stop is None:
            yield
            return
        is_done = threading.Event()

        def look() -> None:
            while not is_done.wait(_LOOKS_EVERY_S):
                with suppress(*UNREACHABLE):
                    if self._is_over(deployment):
                        stop.cancel()  # each time: what was about to begin has not heard it the first time

        looking = threading.Thread(target=look, name=f"stop {deployment}", daemon=True)
        looking.start()
        try:
            yield
        finally:
            is_done.set()
            looking.join()

    def _begin(self, deployment: str, phase: Phase) -> str | None:
        if self.stopping.is_set():
            raise StoppingError
        with self.sessions.begin() as session:
            row = reading.row(session, deployment, lock=True)
            there = session.get(models.Phase, (deployment, phase.value))
            if row.finished_at is not None:
                return END
            if there is not None and there.finished_at is not None:
                return GO
            if there is None:
                session.add(models.Phase(deployment=deployment, phase=phase.value, started_at=now()))
            row.phase, row.state = phase.value, State.RUNNING.value
            row.started_at = row.started_at or now()
            if phase is Phase.DEPLOY:
                row.has_applied = True  # nobody can take it back from here on
            shown_again(session, row)
        return None

    def _settle(self, deployment: str, phase: Phase, found: _Found, settle: Settle[_Found]) -> str:
        """Write down what was found, and what becomes of the deployment."""
        with self.sessions.begin() as session:
            row = reading.row(session, deployment, lock=True)
            kept = session.get_one(models.Phase, (deployment, phase.value))
            is_first = kept.finished_at is None  # another process may have gone on with it
            if is_first:
                kept.result, kept.finished_at = to_json(found), now()
            if row.finished_at is None and is_first:
                row.progress = None
                if found.problem is not None:
                    finish(session, row, _failed(phase), found.problem.message, found.problem.remedy)
                else:
                    settle(session, row, found)
                shown_again(session, row)
            over = row.finished_at is not None
        return END if over else GO

    def fail(self, deployment: str, problem: str, remedy: str) -> None:
        """End a deployment that cannot go on, unless it is over."""
        with self.sessions.begin() as session:
            row = reading.row(session, deployment, lock=True)
            if row.finished_at is None:
                finish(session, row, _failed(Phase(row.phase or Phase.VALIDATE)), problem, remedy)

    def _fail(self, deployment: str, phase: Phase, problem: str, remedy: str, *, is_done: bool) -> str:
        with self.sessions.begin() as session:
            row = reading.row(session, deployment, lock=True)
            kept = session.get_one(models.Phase, (deployment, phase.value))
            if kept.finished_at is not None and not is_done and row.finished_at is None:
                return GO  # another process went on with it, and came to its end
            kept.finished_at = kept.finished_at or now()
            if row.finished_at is None:
                finish(session, row, _failed(phase), problem, remedy)
        return END

    def _patiently(self, attempt: Callable[[], _Result], deployment: str, reporter: "_Reporter") -> _Result:
        """Try as long as somebody does not answer who may answer later."""
        begun, tries = time.monotonic(), 0
        while True:
            try:
                return attempt()
            except (ConnectError, BusyError, PeopleError) as error:
                if time.monotonic() - begun > _PATIENCE.total_seconds() or self._is_over(deployment):
                    problem = error.problem if isinstance(error, SchemabotError) else str(error)
                    raise SchemabotError(problem, "try again when it answers") from error
                wait_s = _WAITS_S[min(tries, len(_WAITS_S) - 1)]
                tries += 1
                log.warning("it does not answer", problem=str(error), retry_in_s=wait_s)
                reporter.tell(f"{error}; tried again in {counted(round(wait_s), 'second')}")
                if self.stopping.wait(wait_s):
                    raise StoppingError from error

    def _is_over(self, deployment: str) -> bool:
        with self.sessions() as session:
            return reading.row(session, deployment).finished_at is not None


def _failed(phase: Phase) -> State:
    """What a deployment is that comes no farther: what is applied and cannot be verified is not undone by that."""
    return State.UNVERIFIED if phase is Phase.VERIFY else State.FAILED


class _Reporter:
    """Writes down what is being done, once a second at most."""

    def __init__(self, phases: Phases, deployment: str) -> None:
        self._phases, self._deployment = phases, deployment
        self._told = 0.0

    def __call__(self, said: str) -> None:
        if time.monotonic() - self._told >= _TOLD_EVERY_S:
            self.tell(said)

    def tell(self, said: str) -> None:
        """Write it down at once."""
        self._told = time.monotonic()
        try:
            with self._phases.sessions.begin() as session:
                session.execute(text(_BRIEFLY))
                row = reading.row(session, self._deployment, lock=True)
                if row.finished_at is None:
                    row.progress = to_json(Progress(said))
                    shown_again(session, row)
        except DBAPIError as error:  # what is being done on another database is not to suffer from it
            log.warning("progress cannot be written down", problem=type(error).__name__)
