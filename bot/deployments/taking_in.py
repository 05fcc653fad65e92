"""Takes in what is to be deployed: unless that is known already, as a row, and what is older gives way to it."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.deployments import reading
from bot.deployments.changing import audit, gives_way, now, serialize, supersede
from bot.deployments.posts import Kind, say
from bot.deployments.states import Action, Origin, State
from bot.store import models
from sync.migrations.commits import Commit


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done.

    Attributes:
        environment: Where to.
        branch: That the environment is deployed from.
        commit: Which.
        origin: What asks for it.
        by: Who asks for it.
        action: What is done.
        back_to: Of a rollback: the version that is to be the last one; None for one less.
        retry_of: The deployment that it tries again.
        undoes: Of a rollback: the deployment of which all that was applied goes.
        author: Slack's id of the author, where that is known; of a rollback who asks.
    """

    environment: str
    branch: str
    commit: Commit
    origin: Origin
    by: str
    action: Action = Action.DEPLOY
    back_to: str | None = None
    retry_of: str | None = None
    undoes: str | None = None
    author: str | None = None

    @property
    def actor(self) -> str:
        """Who asks, as the audit log has it: a name that somebody gave never looks like an id of Slack's."""
        return self.by if self.origin in (Origin.SLACK, Origin.RETRY) else f"{self.origin}:{self.by}"

    @property
    def is_rollback(self) -> bool:
        """Whether something is taken back."""
        return self.action is Action.ROLLBACK


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a request.

    Attributes:
        id: The deployment; None where there is none to be.
        said: In one line.
        is_new: Whether this request made it.
    """

    id: str | None
    said: str
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A request that was looked at.

    Attributes:
        taken: What became of it.
        refused: Why it cannot be, if so.
        others: The deployments that were under way; some of them may be over.
    """

    taken: Taken
    refused: str = ""
    others: tuple[str, ...] = ()


def take_in(session: Session, wanted: Wanted, is_ancestor: Callable[[str, str], bool]) -> TakenIn:
    """Write down what is to be done.

    Args:
        session: In a transaction.
        wanted: What.
        is_ancestor: Whether a commit is another one, or one before it.
    """
    serialize(session, wanted.environment)
    under_way = reading.unfinished(session, wanted.environment, lock=True)
    if wanted.is_rollback and under_way:
        return TakenIn(Taken(None, ""), f"{under_way[0].id} is under way: wait for it, or cancel it")
    if known := _known(session, wanted, under_way, is_ancestor):
        return TakenIn(known)
    row = _row(session, wanted)
    audit(session, wanted.actor, wanted.action.value, about=row, detail=wanted.origin.value)
    for one in under_way:
        if one.action == Action.DEPLOY.value and gives_way(session, one):
            supersede(session, one, row)
    if wanted.origin is not Origin.PUSH or any(one.finished_at is None for one in under_way):
        say(session, row.id, Kind.DEPLOYMENT)
    does = "takes back what was last applied to" if wanted.is_rollback else f"brings {wanted.commit.id[:7]} to"
    return TakenIn(Taken(row.id, f"{row.id} {does} {wanted.environment}"), others=tuple(one.id for one in under_way))


def tell_gone(session: Session, environment: str, commit: str, actor: str, there: str) -> None:
    """Write down, and say once, that what was pushed is not to be had any more; not of what was taken in before.

    Args:
        session: In a transaction.
        environment: Where it would have been deployed.
        commit: What was pushed.
        actor: Who pushed it, as the audit log has it.
        there: What became of the branch.
    """
    taken_in = select(models.Deployment.id).filter_by(environment=environment, commit=commit).limit(1)
    if session.scalars(taken_in).first() is not None:
        return
    said = f"A push of {commit[:7]} is not deployed to {environment}: {there}"
    audit(session, actor, "deploy", environment=environment, refused=said)
    subject = f"push/{environment}/{commit}"
    say(session, subject, Kind.ALERT, Kind.DEPLOYMENT.value, arguments={"text": f"{said}."})


def _known(
    session: Session,
    wanted: Wanted,
    under_way: Sequence[models.Deployment],
    is_ancestor: Callable[[str, str], bool],
) -> Taken | None:
    commit, short = wanted.commit.id, wanted.commit.id[:7]
    for one in under_way:
        if one.action == Action.DEPLOY.value and one.commit == commit:
            return Taken(one.id, f"{one.id} brings {short} to {wanted.environment} already", is_new=False)
        if one.action == Action.DEPLOY.value and is_ancestor(commit, one.commit):
            return Taken(one.id, f"{one.id} brings a newer commit to {wanted.environment}", is_new=False)
    last = reading.last(session, wanted.environment)
    if wanted.origin is Origin.PUSH and last is not None and last.commit == commit:
        return Taken(last.id, f"{short} was taken in as {last.id}", is_new=False)
    return None


def _plain(text: str) -> str:
    """What PostgreSQL can keep as text."""
    return text.replace("\0", "").encode(errors="replace").decode()


def _row(session: Session, wanted: Wanted) -> models.Deployment:
    number = session.scalar(models.NUMBERS.next_value())
    commit = wanted.commit
    row = models.Deployment(
        id=f"{wanted.environment}-{number}",
        number=number,
        mark=f"{wanted.environment}-{number}/{secrets.token_hex(8)}",  # numbers begin anew where a state was lost
        environment=wanted.environment,
        action=wanted.action.value,
        commit=commit.id,
        branch=wanted.branch,
        message=_plain(commit.message),
        author_name=_plain(commit.author_name),
        author_email=_plain(commit.author_email),
        author_user=wanted.author or (wanted.by if wanted.is_rollback else None),
        origin=wanted.origin.value,
        requested_by=wanted.by,
        back_to=wanted.back_to,
        retry_of=wanted.retry_of,
        undoes=wanted.undoes,
        state=State.QUEUED.value,
        created_at=now(),
    )
    session.add(row)
    session.flush()
    return row
