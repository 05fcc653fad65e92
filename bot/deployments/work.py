"""What a deployment does from beginning to end, as steps that each are done once and are kept.

`Validate → Test → Compare → Approve → Backup → Deploy → Verify`, by the functions of `sync.deploy.pipeline`. What a
step returns is a short text, which is all that the durable workflow keeps; what was found is in the state.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Protocol

import structlog
from sqlalchemy.orm import Session

from bot.deployments.asking import Asking, ask, look, too_late
from bot.deployments.changing import finish, now
from bot.deployments.people import People
from bot.deployments.phases import END, GO, Phases, Progresses
from bot.deployments.posts import Kind, say
from bot.deployments.rules import approvals_for, approvals_of
from bot.deployments.states import Action, Asked, State, Subject
from bot.deployments.view import DeploymentView
from bot.store import models
from sync.configuration import Approvals
from sync.deploy import Accept, Doing, pipeline
from sync.deploy.pipeline.records import (
    BackedUp,
    Compared,
    Deployed,
    Phase,
    Problem,
    Proposal,
    Tested,
    Validated,
    Verified,
)
from sync.errors import SourceError
from sync.migrations.folder import Folder
from sync.migrations.mirror import Mirror
from sync.model.size import readable
from sync.postgres.limits import Cancellation
from sync.shadow.scratch import Scratch
from sync.wording import listed

log = structlog.get_logger()


class Durable(Protocol):
    """What makes steps durable. A step that has returned is not run again, whatever happens."""

    def step(self, name: str, work: Callable[[], str]) -> str:
        """Run it, or return what it returned."""

    def wait(self, seconds: float) -> None:
        """Until somebody has decided something about the deployment, or for some time."""


@dataclass(frozen=True, slots=True)
class Work:
    """Does deployments.

    Attributes:
        phases: Does phases, and writes down what they find.
        people: Who is who.
        mirror: The commits.
        scratch: Where files are replayed and rehearsed.
        again: Takes in a deployment once more, whose approval became void; told its id and why.
    """

    phases: Phases
    people: People
    mirror: Mirror
    scratch: Scratch
    again: Callable[[str, str], None]

    def run(self, deployment: str, durable: Durable) -> None:
        """All of it, from wherever it was."""
        with structlog.contextvars.bound_contextvars(deployment=deployment):
            self._run(deployment, durable)

    def failed(self, deployment: str, error: Exception) -> None:
        """End a deployment that cannot go on, for a reason that nobody has thought of."""
        reference = secrets.token_hex(4)
        log.error("unexpected error", deployment=deployment, reference=reference, exc_info=error)
        said = f"something went wrong that should not have (reference {reference})"
        self.phases.fail(deployment, said, "the log of the bot has the details under that reference")

    def _run(self, deployment: str, durable: Durable) -> None:
        first = (
            ("test", lambda: self._test(deployment)),
            ("compare", lambda: self._compare(deployment)),
        )
        last = (
            ("backup", lambda: self._backup(deployment)),
            ("deploy", lambda: self._deploy(deployment)),
            ("verify", lambda: self._verify(deployment)),
        )
        if durable.step("validate", lambda: self._validate(deployment)) == END:
            return
        if self._has_all(deployment):
            durable.step("verify", lambda: self._verify(deployment))
            return
        if not (self._through(first, durable) and self._answered(deployment, Subject.DRIFT, durable)):
            return
        if durable.step("approve", lambda: self._approve(deployment)) == END:
            return
        if not self._answered(deployment, Subject.DEPLOYMENT, durable):
            return
        if self._through(last, durable):
            return
        durable.step("after", lambda: self._after(deployment))

    def _has_all(self, deployment: str) -> bool:
        """Whether there is nothing to apply: what is left of a retry is to verify what was applied before."""
        view = self.phases.view(deployment)
        return view.action is Action.DEPLOY and view.validated is not None and not view.validated.pending

    def _through(self, steps: tuple[tuple[str, Callable[[], str]], ...], durable: Durable) -> bool:
        return all(durable.step(name, work) != END for name, work in steps)

    def _answered(self, deployment: str, subject: Subject, durable: Durable) -> bool:
        """Wait until people have answered. Whether it goes on."""
        while True:
            found = durable.step(f"look-{subject}", lambda: look(self.phases, deployment, subject))
            if found in (GO, END):
                return found == GO
            durable.wait(float(found))

    # -- the phases ---------------------------------------------------------------------------------------

    def _validate(self, deployment: str) -> str:
        def settle(session: Session, row: models.Deployment, found: Validated) -> None:
            if row.action == Action.ROLLBACK.value:
                return  # what goes is found by the next phase
            if not found.pending and row.retry_of is not None:
                say(session, row.id, Kind.DEPLOYMENT)
                return
            if not found.pending:
                finish(session, row, State.DEPLOYED, f"{row.environment} has all migrations of {row.commit[:7]}")
                return
            say(session, row.id, Kind.DEPLOYMENT)
            say(session, row.id, Kind.FILES)
            if found.notes:
                say(session, row.id, Kind.NOTES)

        stop = Cancellation()

        def work(view: DeploymentView, _progress: Progresses) -> Validated:
            if view.action is Action.ROLLBACK:
                return Validated()
            return pipeline.validate(self._target(view), cancellation=stop)

        return self.phases.do(deployment, Phase.VALIDATE, work, settle, stop=stop)

    def _test(self, deployment: str) -> str:
        def settle(session: Session, row: models.Deployment, found: Tested) -> None:
            row.back_to = found.back_to or None
            if found.statements or found.unsure:
                say(session, row.id, Kind.REHEARSAL)
            say(session, row.id, Kind.SQL)

        stop = Cancellation()

        def work(view: DeploymentView, progress: Progresses) -> Tested:
            if view.action is Action.ROLLBACK:
                to, undoes = view.back_to, self.phases.view(view.undoes).mark if view.undoes else None
                told = _until(stop, view, progress)
                return pipeline.way_back(self._target(view), self.scratch, to, undoes=undoes, progress=told)
            target = self._target(view)
            if (refused := self._not_yet_before(target)) is not None:
                return refused
            return pipeline.test(
                target,
                self.scratch,
                since=_begun(view, Phase.TEST),
                backed_up=lambda made: self._keep(view, made),
                progress=progress,
                cancellation=stop,
            )

        return self.phases.do(deployment, Phase.TEST, work, settle, stop=stop)

    def _compare(self, deployment: str) -> str:
        def settle(session: Session, row: models.Deployment, found: Compared) -> None:
            if not found.drift:
                return
            say(session, row.id, Kind.DRIFT)
            if approvals_of(self.phases.configuration, row.environment) is None:
                names = " and ".join(one.environment for one in found.drift)
                finish(
                    session,
                    row,
                    State.FAILED,
                    f"{names} drifted from what the migrations make",
                    "mend that, or take it over by a migration; nobody is named who may accept it",
                )

        stop = Cancellation()

        def work(view: DeploymentView, progress: Progresses) -> Compared:
            if view.action is Action.ROLLBACK:
                return Compared()
            return pipeline.compare(self._target(view), self.scratch, progress=progress, cancellation=stop)

        def then(view: DeploymentView) -> None:
            rules = approvals_of(self.phases.configuration, view.environment)
            if view.compared is not None and view.compared.drift and rules is not None:
                ask(
                    self.phases,
                    self.people,
                    deployment,
                    Asking(Subject.DRIFT, _digest_of(view.compared), rules, self._emails(view)),
                )

        return self.phases.do(deployment, Phase.COMPARE, work, settle, then, stop=stop)

    def _approve(self, deployment: str) -> str:
        """Say what is to be approved, and ask."""

        def work(view: DeploymentView, _progress: Progresses) -> Proposal:
            assert view.tested is not None
            return pipeline.propose(self._target(view), view.tested)

        def then(view: DeploymentView) -> None:
            rules = self._rules(view)
            if rules is not None and view.proposal is not None:
                ask(
                    self.phases,
                    self.people,
                    deployment,
                    Asking(Subject.DEPLOYMENT, view.proposal.digest, rules, self._emails(view)),
                )

        return self.phases.do(deployment, Phase.APPROVE, work, then=then)

    def _backup(self, deployment: str) -> str:
        def settle(session: Session, row: models.Deployment, found: BackedUp) -> None:
            if found.id:
                _write_down(session, row.id, found)
                say(session, row.id, Kind.BACKUP)

        stop = Cancellation()

        def work(view: DeploymentView, progress: Progresses) -> BackedUp:
            if late := too_late(view):
                return BackedUp(problem=Problem(late, "retry it, and have it approved anew", view.environment))
            told = _until(stop, view, progress)
            return pipeline.backup(self._target(view), since=_begun(view, Phase.BACKUP), progress=told)

        return self.phases.do(deployment, Phase.BACKUP, work, settle, stop=stop)

    def _deploy(self, deployment: str) -> str:
        def settle(session: Session, row: models.Deployment, found: Deployed) -> None:
            if found.void:
                row.has_applied = bool(found.applied)
                finish(session, row, State.VOID, found.void, "people are asked again")
                return
            say(session, row.id, Kind.APPLIED)

        def work(view: DeploymentView, progress: Progresses) -> Deployed:
            assert view.proposal is not None
            if view.action is Action.ROLLBACK:
                return pipeline.take_back(self._target(view), view.proposal, self.scratch, progress=progress)

            def doing(one: Doing) -> None:
                progress(f"{one.migration}: statement {one.number} of {one.of}")

            return pipeline.apply(self._target(view), view.proposal, watch=doing, progress=progress)

        return self.phases.do(deployment, Phase.DEPLOY, work, settle)

    def _verify(self, deployment: str) -> str:
        def settle(session: Session, row: models.Deployment, found: Verified) -> None:
            say(session, row.id, Kind.VERIFIED)
            if found.is_equal:
                finish(session, row, State.DEPLOYED)
                return
            problem = f"applied, but {row.environment} is not as it should be"
            finish(session, row, State.UNVERIFIED, problem, "what differs, and SQL that mends it, is in the thread")

        def work(view: DeploymentView, progress: Progresses) -> Verified:
            accepted = view.compared.drift if view.compared is not None else ()
            target = self._target(view)
            found = pipeline.verify(target, self.scratch, accepted, progress=progress)
            if (problem := pipeline.remove_old_backups(target, found)) is not None:
                self._note(view.id, "old backups", f"Old backups of {problem.place} stay: {problem.message}.")
            return found

        return self.phases.do(deployment, Phase.VERIFY, work, settle)

    def _after(self, deployment: str) -> str:
        """What is void is asked again, as a deployment of its own."""
        view = self.phases.view(deployment)
        if view.state is State.VOID:
            self.again(deployment, view.reason)
        return END

    # -- within -------------------------------------------------------------------------------------------

    def _keep(self, view: DeploymentView, made: BackedUp) -> None:
        """Write down a backup of an environment before, whatever becomes of the deployment."""
        with self.phases.sessions.begin() as session:
            _write_down(session, view.id, made)
        said = f"Backup of {made.environment}, which comes first: {made.id}, {readable(made.size_bytes)}, verified."
        self._note(view.id, f"backup/{made.id}", said)

    def _note(self, deployment: str, key: str, text: str) -> None:
        with self.phases.sessions.begin() as session:
            say(session, deployment, Kind.NOTE, key, arguments={"text": text})

    def _not_yet_before(self, target: pipeline.Target) -> Tested | None:
        """What is wrong where the environment before lacks something, and people have to approve what goes there."""
        before = target.after
        while before is not None:
            if before.environment.approvals is not None and (lacking := pipeline.validate(before).pending):
                names = listed([one.label for one in lacking])
                return Tested(
                    problem=Problem(
                        f"{before.name} lacks {names}, and what goes there is approved there",
                        f"deploy it to {before.name} first, then try this again",
                        before.name,
                    )
                )
            before = before.after
        return None

    def _rules(self, view: DeploymentView) -> Approvals | None:
        """By which it is approved."""
        return approvals_for(self.phases.configuration, view.environment, view.action)

    def _emails(self, view: DeploymentView) -> tuple[str, ...]:
        """Of who wrote what is applied: a merge has another author than what it merges."""
        if view.action is Action.ROLLBACK or view.validated is None:
            return ()
        folder = PurePosixPath(self.phases.configuration.migrations.path)
        return self.mirror.authors(view.commit, [str(folder / one.label) for one in view.validated.pending])

    def _target(self, view: DeploymentView) -> pipeline.Target:
        drift = view.asked(Subject.DRIFT)
        found = pipeline.target(
            self.phases.configuration,
            view.environment,
            self._folder(view.commit),
            commit=view.commit,
            run_by=f"{view.requested_by} by {view.id}",
            deployment=view.mark,
            accepted=frozenset({Accept.DRIFT} if drift is not None and drift.state is Asked.APPROVED else ()),
            is_discreet=True,
        )
        # What is taken back stays in the environment before.
        return replace(found, after=None) if view.action is Action.ROLLBACK else found

    def _folder(self, commit: str) -> Folder:
        path = self.phases.configuration.migrations.path
        try:
            return self.mirror.folder(commit, path)
        except SourceError:
            self.mirror.fetch()  # this machine may never have seen it
            return self.mirror.folder(commit, path)


def _write_down(session: Session, deployment: str, made: BackedUp) -> None:
    values = {"id": made.id, "deployment": deployment, "environment": made.environment}
    session.merge(models.Backup(**values, place=made.place, size_bytes=made.size_bytes, made_at=now()))


def _until(stop: Cancellation, view: DeploymentView, progress: Progresses) -> Progresses:
    """What tells how far it is, and ends it there where somebody has ended the deployment."""

    def tell(said: str) -> None:
        stop.check(view.environment)
        progress(said)

    return tell


def _begun(view: DeploymentView, phase: Phase) -> datetime:
    """When a phase began, also where a process died in it since."""
    return next(one.started_at for one in view.phases if one.phase is phase)


def _digest_of(found: Compared) -> str:
    return "+".join(one.digest for one in found.drift)
