"""The few ways in which a deployment changes, each in a transaction that holds its row.

What is final stays as it is; whoever wants to go on with a deployment asks here first.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.deployments.posts import Kind, say, say_again
from bot.deployments.states import Asked, State, Subject
from bot.store import models
from sync.deploy.pipeline.records import Phase

SYSTEM = "schemabot"

_BEFORE_APPLYING = (None, Phase.VALIDATE, Phase.TEST, Phase.COMPARE, Phase.APPROVE)
_ENDS: Mapping[State, Asked] = {
    State.EXPIRED: Asked.EXPIRED,
    State.REJECTED: Asked.REJECTED,
    State.SUPERSEDED: Asked.SUPERSEDED,
    State.VOID: Asked.VOID,
}


def now() -> datetime:
    """The time, which all rows are given; not that of the database, so that it is one clock."""
    return datetime.now(UTC)


def serialize(session: Session, environment: str) -> None:
    """Let nobody else take in a deployment of the environment until the transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"deployments/{environment}", 0))))


def audit(
    session: Session,
    actor: str,
    action: str,
    *,
    about: models.Deployment | None = None,
    environment: str | None = None,
    digest: str | None = None,
    refused: str = "",
    detail: str = "",
) -> None:
    """Write down that somebody did something, or why they may not."""
    session.add(
        models.Audit(
            happened_at=now(),
            actor=actor,
            action=action,
            outcome="refused" if refused else "done",
            deployment=about.id if about else None,
            environment=about.environment if about else environment,
            commit=about.commit if about else None,
            digest=digest,
            detail=refused or detail,
        )
    )


def can_be_taken_back(row: models.Deployment) -> bool:
    """Whether nothing has been applied, nor is about to be."""
    return row.finished_at is None and row.phase in (*_BEFORE_APPLYING, Phase.BACKUP)


def gives_way(session: Session, row: models.Deployment) -> bool:
    """Whether a newer commit takes its place: what somebody has approved is carried out."""
    approved = select(models.Approval).filter_by(
        deployment=row.id, subject=Subject.DEPLOYMENT.value, state=Asked.APPROVED.value
    )
    return row.finished_at is None and row.phase in _BEFORE_APPLYING and session.scalars(approved).one_or_none() is None


def shown_again(session: Session, row: models.Deployment) -> None:
    """Have its message be brought up to date."""
    say_again(session, row.id, Kind.DEPLOYMENT.value)


def finish(session: Session, row: models.Deployment, state: State, reason: str = "", remedy: str = "") -> None:
    """End it, and what is still asked about it."""
    row.state, row.reason, row.remedy, row.progress = state.value, reason, remedy, None
    row.finished_at = now()
    for asked in session.scalars(select(models.Approval).filter_by(deployment=row.id, state=Asked.OPEN.value)):
        close(asked, _ENDS.get(state, Asked.CANCELLED), reason)
    if state is not State.DEPLOYED:
        say(session, row.id, Kind.DEPLOYMENT)
    if state in (State.FAILED, State.UNVERIFIED):
        say(session, row.id, Kind.FAILURE)
    shown_again(session, row)
    for each in session.scalars(
        select(models.Deployment).filter_by(environment=row.environment, state=State.QUEUED.value)
    ):
        shown_again(session, each)


def close(asked: models.Approval, state: Asked, reason: str = "") -> None:
    """End a question."""
    asked.state, asked.reason, asked.decided_at = state.value, reason, now()


def supersede(session: Session, row: models.Deployment, by: models.Deployment) -> None:
    """Let a newer commit take its place."""
    row.superseded_by = by.id
    finish(session, row, State.SUPERSEDED, f"{by.id} brings a newer commit, {by.commit[:7]}")
    audit(session, SYSTEM, "supersede", about=row, detail=by.id)
    told = {"text": f"{by.id} takes its place, with {by.commit[:7]}."}
    say(session, row.id, Kind.NOTE, "superseded", arguments=told)
