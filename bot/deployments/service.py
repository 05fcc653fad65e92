"""What people and other systems may do about deployments. Everything is checked here, and written down."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.configuration import BotConfiguration
from bot.deployments import reading, rules
from bot.deployments.changing import (
    audit,
    can_be_taken_back,
    close,
    finish,
    now,
    shown_again,
)
from bot.deployments.errors import RefusedError
from bot.deployments.log import log_of
from bot.deployments.people import People, PeopleError
from bot.deployments.posts import Kind, say
from bot.deployments.states import Action, Asked, Choice, Origin, State, Subject
from bot.deployments.taking_in import Taken, Wanted, take_in, tell_gone
from bot.deployments.view import DeploymentView, Question
from bot.store import models
from sync.deploy.freezing import frozen_at
from sync.errors import SourceError, choices
from sync.migrations.mirror import Mirror

_SHORT = 7
_NO_COMMIT = "0" * 40
_SHOWN_WITHIN = timedelta(minutes=1)
_MOST_TRIES = 3  # what changes by itself is never as it was approved
_SLACK_SILENT = "Slack does not say who may decide: try again in a moment"


@dataclass(frozen=True, slots=True)
class _Click:
    """What somebody says to a question, and what they were shown of it."""

    by: str
    choice: Choice
    reason: str
    question: int | None = None
    digest: str | None = None
    subject: Subject | None = None

    def shows(self, asked: Question) -> bool:
        """Whether what they were shown is that question."""
        return self.question in (None, asked.id) and self.digest in (None, asked.digest)


@dataclass(frozen=True, slots=True)
class Deployments:
    """All deployments, and what may be done about them.

    Attributes:
        configuration: The whole configuration.
        sessions: Makes sessions of the state.
        people: Who is who.
        mirror: The commits.
        start: Called with the id and the environment of a deployment that is written down; once more, it does nothing.
        nudge: Called with the id of a deployment about which something was decided.
    """

    configuration: BotConfiguration
    sessions: sessionmaker[Session]
    people: People
    mirror: Mirror
    start: Callable[[str, str], None]
    nudge: Callable[[str], None]

    # -- reading ------------------------------------------------------------------------------------------

    def view(self, deployment: str) -> DeploymentView:
        """Everything about a deployment.

        Raises:
            UnknownDeploymentError: There is none.
        """
        with self.sessions() as session:
            return reading.view(session, deployment, self.configuration, now())

    def recent(self, environment: str | None = None, limit: int = 10) -> tuple[DeploymentView, ...]:
        """The last deployments, the newest first; those that are under way before the others."""
        table = models.Deployment
        query = select(table.id).order_by(table.finished_at.is_not(None), table.number.desc()).limit(limit)
        if environment is not None:
            query = query.where(table.environment == environment)
        with self.sessions() as session:
            return tuple(reading.view(session, one, self.configuration, now()) for one in session.scalars(query).all())

    def log(self, deployment: str) -> str:
        """All that is known of a deployment, as text.

        Raises:
            UnknownDeploymentError: There is none.
        """
        with self.sessions() as session:
            return log_of(session, reading.view(session, deployment, self.configuration, now()))

    # -- beginning ----------------------------------------------------------------------------------------

    def pushed(
        self, branch: str, commit: str, pusher: str, *, before: str = "", told_at: datetime | None = None
    ) -> tuple[Taken, ...]:
        """Deploy what was pushed, to each environment of that branch.

        What is deployed is where the branch is now: a delivery may come late, after another one, or be told again by
        somebody who has heard it.

        Args:
            branch: Which.
            commit: What was pushed. Where the branch has been moved away from it since, that is said, once.
            pusher: Who.
            before: Where the branch was; zeros for a new one.
            told_at: When that was told: for a moment the repository may not show it yet.

        Raises:
            SourceError: The repository cannot be fetched, or does not show it yet.
        """
        self.mirror.fetch()
        head = self.mirror.head(branch)
        names = [name for name, one in self.configuration.environments.items() if one.branch == branch]
        if not self.mirror.holds(branch, commit):
            is_early = told_at is not None and now() - told_at < _SHOWN_WITHIN
            if is_early and before == (head.id if head is not None else _NO_COMMIT):
                raise SourceError(f"{branch} does not show {commit[:_SHORT]} yet", "it is fetched again")
            there = f"{branch} has it no more, and is at {head.short}" if head is not None else f"{branch} is gone"
            with self.sessions.begin() as session:
                for name in names:
                    tell_gone(session, name, commit, f"{Origin.PUSH}:{pusher}", there)
        if head is None:
            return ()
        return tuple(self._take_in(Wanted(name, branch, head, Origin.PUSH, pusher)) for name in names)

    def submit(self, environment: str, commit: str | None, *, by: str, origin: Origin = Origin.SLACK) -> Taken:
        """Deploy a commit of the environment's branch, by default its head.

        Args:
            environment: Where to.
            commit: Which, all digits or the first seven; None for the head.
            by: Who asks: Slack's id, or a name.
            origin: How.

        Raises:
            RefusedError: There is no such environment, or the commit is not on its branch.
            SourceError: The repository cannot be fetched.
        """
        branch = self._branch(environment)
        self.mirror.fetch()
        head = self.mirror.head(branch)
        if head is None:
            raise RefusedError(f"there is no branch {branch} in the repository", "push it, or mend schemabot.toml")
        found = head if commit is None else self.mirror.commit(commit)
        if not self.mirror.is_on(found.id, branch):
            problem = f"{found.id[:_SHORT]} is not on {branch}, which is what {environment} is deployed from"
            self._refuse(by, "deploy", problem, environment=environment)
        return self._take_in(Wanted(environment, branch, found, origin, by))

    def retry(self, deployment: str, *, by: str) -> DeploymentView:
        """Do once more what is over, or stopped by drift, as a deployment of its own.

        Raises:
            UnknownDeploymentError: There is none.
            RefusedError: They may not, or it is under way, or was deployed.
        """
        past = self.view(deployment)
        self._refuse_strangers(past, by, "retry")
        if past.question is not None and past.question.subject is Subject.DRIFT:
            with self._changing(past.id) as (session, row):
                if row.finished_at is None:
                    audit(session, by, "retry", about=row, detail="compared again")
                    finish(session, row, State.CANCELLED, "compared again, as a deployment of its own")
            self.nudge(past.id)
        elif not past.state.is_final or past.state is State.DEPLOYED:
            said = "is deployed already" if past.state.is_final else "is under way"
            self._refuse(by, "retry", f"{past.id} {said}", about=past.id)
        if past.action is Action.ROLLBACK:
            return self.roll_back(past.environment, past.back_to, by=by)
        commit = self.mirror.commit(past.commit)
        if not self.mirror.is_on(commit.id, past.branch):
            self._refuse(by, "retry", f"{past.short} is not on {past.branch} any more", about=past.id)
        taken = self._take_in(Wanted(past.environment, past.branch, commit, Origin.RETRY, by, retry_of=past.id))
        return self.view(taken.id or past.id)

    def again(self, deployment: str, why: str) -> None:
        """Ask once more about what was approved and became void; nothing happens where that was done, or too often."""
        past = self.view(deployment)
        with self.sessions() as session:
            if session.scalars(select(models.Deployment).filter_by(retry_of=past.id)).first() is not None:
                return
        if self._tries(past) >= _MOST_TRIES:
            return
        wanted = Wanted(
            past.environment,
            past.branch,
            self.mirror.commit(past.commit),
            Origin.RETRY,
            past.requested_by,
            action=past.action,
            back_to=past.back_to,
            retry_of=past.id,
            undoes=past.undoes,
            author=past.author_user,
        )
        taken = self._take_in(wanted)
        if taken.id is not None:
            with self.sessions.begin() as session:
                said = {"text": f"Asked again, as {past.id} is void: {why}"}
                say(session, taken.id, Kind.NOTE, "again", arguments=said)

    def _tries(self, past: DeploymentView) -> int:
        """How many voids in a row lead to this one."""
        number, one = 1, past
        while one.retry_of is not None and (one := self.view(one.retry_of)).state is State.VOID:
            number += 1
        return number

    def undo(self, deployment: str, *, by: str) -> DeploymentView:
        """Take back all that a deployment applied, after people have approved. Raises as `roll_back` does."""
        past = self.view(deployment)
        return self.roll_back(past.environment, None, by=by, undoes=past.id)

    def roll_back(self, environment: str, to: str | None, *, by: str, undoes: str | None = None) -> DeploymentView:
        """Take back the last migration, or all behind one, after people have approved.

        Args:
            environment: Of which.
            to: The version that is to be the last one; `0` for none; None for one less.
            by: Slack's id of who asks; they count as the author.
            undoes: The deployment of which all that was applied goes, and what came after it.

        Raises:
            RefusedError: There is no such environment, or something is under way there.
            SourceError: The repository cannot be fetched.
        """
        branch = self._branch(environment)
        if self.configuration.environments[environment].approvals is None and not self._deciders(environment):
            self._refuse(
                by, "rollback", f"nobody is named who may approve it for {environment}", environment=environment
            )
        with self.sessions() as session:
            done = session.scalars(
                select(models.Deployment.commit)
                .filter_by(environment=environment, action=Action.DEPLOY.value, has_applied=True)
                .order_by(models.Deployment.number.desc())
                .limit(1)
            ).first()
        if done is None:
            self.mirror.fetch()
        found = self.mirror.commit(done) if done else self.mirror.head(branch)
        if found is None:
            raise RefusedError(f"there is no branch {branch} in the repository", "push it, or mend schemabot.toml")
        taken = self._take_in(
            Wanted(environment, branch, found, Origin.SLACK, by, action=Action.ROLLBACK, back_to=to, undoes=undoes)
        )
        assert taken.id is not None
        return self.view(taken.id)

    # -- deciding -----------------------------------------------------------------------------------------

    def approve(
        self, deployment: str, *, by: str, question: int | None = None, digest: str | None = None
    ) -> DeploymentView:
        """Approve what is asked.

        Args:
            deployment: Which.
            by: Slack's id of who approves.
            question: The question that they were shown; None for the open one, if it is whether to deploy.
            digest: Of what they were shown.

        Raises:
            UnknownDeploymentError: There is none.
            RefusedError: They may not, or it is not asked any more, or what they were shown is not what it is.
        """
        subject = Subject.DEPLOYMENT if question is None else None
        return self._decide(deployment, _Click(by, Choice.APPROVE, "", question, digest, subject))

    def accept(self, deployment: str, *, by: str) -> DeploymentView:
        """Accept the drift that stops it, without a button. Raises as `approve` does."""
        return self._decide(deployment, _Click(by, Choice.APPROVE, "", subject=Subject.DRIFT))

    def reject(self, deployment: str, *, by: str, reason: str, question: int | None = None) -> DeploymentView:
        """Say no, which ends it. Raises as `approve` does."""
        return self._decide(deployment, _Click(by, Choice.REJECT, reason.strip(), question))

    def cancel(self, deployment: str, *, by: str) -> DeploymentView:
        """Take it back as long as nothing has been applied.

        Raises:
            UnknownDeploymentError: There is none.
            RefusedError: They may not, or it is over, or too late.
        """
        self._refuse_strangers(self.view(deployment), by, "cancel")
        with self._changing(deployment) as (session, row):
            if not can_be_taken_back(row):
                over = row.finished_at is not None
                problem = f"{row.id} is {row.state}" if over else f"{row.id} is being applied: it is too late"
            else:
                problem = ""
                finish(session, row, State.CANCELLED, "cancelled before anything was applied")
                audit(session, by, "cancel", about=row)
                said = {"person": by, "choice": "cancel", "reason": "", "about": "deployment"}
                say(session, row.id, Kind.DECISION, "cancelled", arguments=said)
        if problem:
            self._refuse(by, "cancel", problem, about=deployment)
        return self._told(deployment)

    def _decide(self, deployment: str, click: "_Click") -> DeploymentView:
        found = self.view(deployment)
        asked = found.question

        def refuse(problem: str, remedy: str = "", approvers: Sequence[str] = ()) -> NoReturn:
            digest = asked.digest if asked is not None else click.digest
            self._refuse(
                click.by, click.choice.value, problem, remedy, about=found.id, digest=digest, approvers=approvers
            )

        if asked is None:
            state = f"is {found.state}" if found.state.is_final else "is still being prepared"
            refuse(f"there is nothing to decide: {found.id} {state}")
        if click.subject not in (None, asked.subject):
            is_drift = asked.subject is Subject.DRIFT
            what, word = ("accept a drift", "accept") if is_drift else ("deploy", "approve")
            refuse(f"{found.id} asks whether to {what}", f"the word for that is {word}")
        if not click.shows(asked):
            refuse("what you were shown is not what is asked any more", "look at the message again")
        if refused := self._why_not(asked, found, click):
            refuse(refused, approvers=asked.approvers if refused == rules.NOT_NAMED else ())
        problem = ""
        with self._changing(found.id) as (session, row):
            there = session.get_one(models.Approval, asked.id, populate_existing=True)
            if there.state != Asked.OPEN.value or row.finished_at is not None:
                problem = f"it is {there.state} already"
            elif there.expires_at <= now():
                problem = "it has expired"
            elif click.choice is Choice.APPROVE and session.get(models.Decision, (asked.id, click.by)) is not None:
                problem = "you have approved it already"
            else:
                self._record(session, row, there, click)
        if problem:
            refuse(problem)
        return self._told(found.id)

    def _record(self, session: Session, row: models.Deployment, asked: models.Approval, click: "_Click") -> None:
        frozen = frozen_at(self.configuration.environments[row.environment].freeze, now())
        choice = click.choice.value
        session.merge(
            models.Decision(
                approval=asked.id,
                person=click.by,
                decision=choice,
                reason=click.reason,
                overrides_freeze=frozen is not None and click.choice is Choice.APPROVE,
                made_at=now(),
            )
        )
        session.flush()
        audit(session, click.by, choice, about=row, digest=asked.digest, detail=click.reason)
        said = {"person": click.by, "choice": choice, "reason": click.reason, "about": asked.subject}
        say(session, row.id, Kind.DECISION, f"decision/{asked.id}/{click.by}", arguments=said)
        if click.choice is Choice.REJECT:
            finish(session, row, State.REJECTED, click.reason or "rejected without a reason")
            return
        approving = [one for one in reading.question(session, asked).said if one.choice is Choice.APPROVE]
        if rules.standing(asked.required, approving, frozen).is_enough:
            close(asked, Asked.APPROVED)
            row.state = State.RUNNING.value
        shown_again(session, row)

    def _why_not(self, asked: Question, found: DeploymentView, click: "_Click") -> str:
        try:
            named = rules.approvals_of(self.configuration, found.environment)
            return rules.refusal(
                click.by,
                # Who was taken out of the configuration since does not decide any more.
                approvers=[one for one in asked.approvers if named is not None and one in named.approvers],
                own=asked.own and named is not None and named.own,
                authors=found.authors,
                members=self.people.members,
                is_approval=click.choice is Choice.APPROVE,
            )
        except PeopleError:
            return _SLACK_SILENT

    def _refuse_strangers(self, found: DeploymentView, by: str, action: str) -> None:
        """Let only those take it back, or try it again, whom it concerns.

        Raises:
            RefusedError: It does not concern them.
        """
        approvals = rules.approvals_for(self.configuration, found.environment, found.action)
        try:
            refused = rules.why_not_handle(
                by,
                approvers=approvals.approvers if approvals is not None else None,
                involved=lambda: {self._asked_by(found), *self._authors(found)},
                members=self.people.members,
                is_in_channel=self.people.is_in_channel,
            )
        except PeopleError:
            refused = _SLACK_SILENT
        if refused:
            named = approvals.approvers if approvals is not None and refused == rules.NOT_INVOLVED else ()
            self._refuse(by, action, refused, about=found.id, approvers=named)

    def _asked_by(self, found: DeploymentView) -> str | None:
        """Slack's id of who asked for it; a name that a caller gave is none, whatever it looks like."""
        past = self.view(found.retry_of) if found.origin is Origin.RETRY and found.retry_of else None
        if past is not None and past.requested_by == found.requested_by:
            return self._asked_by(past)
        return found.requested_by if found.origin in (Origin.SLACK, Origin.RETRY) else None

    def _authors(self, found: DeploymentView) -> frozenset[str | None]:
        """Slack's ids of who wrote it; nobody has looked before people are asked. Raises PeopleError."""
        return found.authors if found.author_user else found.authors | {self.people.user_of(found.author_email)}

    # -- within -------------------------------------------------------------------------------------------

    def _take_in(self, wanted: Wanted) -> Taken:
        self.mirror.keep(wanted.commit.id)
        with self.sessions.begin() as session:
            found = take_in(session, wanted, self._is_ancestor)
        if found.refused:
            self._refuse(wanted.by, wanted.action.value, found.refused, environment=wanted.environment)
        if found.taken.id is not None:  # once more does nothing, and it may have been missed
            self.start(found.taken.id, wanted.environment)
        for other in found.others:
            self.nudge(other)
        return found.taken

    def _is_ancestor(self, commit: str, later: str) -> bool:
        try:
            return self.mirror.is_ancestor(commit, later)
        except SourceError:  # one that was forced away, and never fetched here
            return False

    def start_queued(self) -> None:
        """Start what was written down and may not have been started."""
        with self.sessions() as session:
            queued = session.execute(
                select(models.Deployment.id, models.Deployment.environment).filter_by(state=State.QUEUED.value)
            ).all()
        for one, environment in queued:
            self.start(one, environment)

    def _branch(self, environment: str) -> str:
        known = self.configuration.environments
        if environment not in known:
            raise RefusedError(f'there is no environment "{environment}"', choices(environment, known))
        branch = known[environment].branch
        if branch is None:
            raise RefusedError(f"{environment} has no branch to be deployed from", "name one in schemabot.toml")
        return branch

    def _deciders(self, environment: str) -> bool:
        return rules.approvals_of(self.configuration, environment) is not None

    def _refuse(
        self,
        by: str,
        action: str,
        problem: str,
        remedy: str = "",
        *,
        about: str | None = None,
        environment: str | None = None,
        digest: str | None = None,
        approvers: Sequence[str] = (),
    ) -> NoReturn:
        with self.sessions.begin() as session:
            row = reading.row(session, about) if about else None
            audit(session, by, action, about=row, environment=environment, digest=digest, refused=problem)
        raise RefusedError(problem, remedy, approvers)

    @contextmanager
    def _changing(self, deployment: str) -> Iterator[tuple[Session, models.Deployment]]:
        with self.sessions.begin() as session:
            yield session, reading.row(session, deployment, lock=True)

    def _told(self, deployment: str) -> DeploymentView:
        self.nudge(deployment)
        return self.view(deployment)
