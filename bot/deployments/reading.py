"""Reads what is known of deployments, as the values that people are shown."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.configuration import BotConfiguration
from bot.deployments.errors import UnknownDeploymentError
from bot.deployments.found import Begun, phases_of
from bot.deployments.states import Action, Asked, Choice, Origin, State, Subject
from bot.deployments.view import DeploymentView, Progress, Question, Said, Took
from bot.store import models
from sync.deploy.freezing import frozen_at
from sync.deploy.pipeline.records import Phase, from_json
from sync.errors import suggestion

_LAST = 5
_ORDER = tuple(Phase)
_ASKS = {Subject.DRIFT: Phase.COMPARE, Subject.DEPLOYMENT: Phase.APPROVE}


def row(session: Session, deployment: str, *, lock: bool = False) -> models.Deployment:
    """The row of a deployment.

    Args:
        session: In a transaction.
        deployment: Its id, as people write it.
        lock: Whether nobody else may change it until the transaction ends.

    Raises:
        UnknownDeploymentError: There is none.
    """
    found = session.get(models.Deployment, deployment.strip().lower(), with_for_update=lock, populate_existing=lock)
    if found is not None:
        return found
    last = session.scalars(select(models.Deployment.id).order_by(models.Deployment.number.desc()).limit(_LAST)).all()
    there = f"the last are {', '.join(last)}" if last else "there has been none yet"
    raise UnknownDeploymentError(f'there is no deployment "{deployment}"', suggestion(deployment, last) + there)


def unfinished(session: Session, environment: str, *, lock: bool = False) -> Sequence[models.Deployment]:
    """The deployments of an environment that are not over, the first before the others."""
    query = (
        select(models.Deployment)
        .where(models.Deployment.environment == environment, models.Deployment.finished_at.is_(None))
        .order_by(models.Deployment.number)
    )
    return session.scalars(query.with_for_update() if lock else query).all()


def last(session: Session, environment: str) -> models.Deployment | None:
    """The newest deployment of an environment, however it stands."""
    newest = select(models.Deployment).filter_by(environment=environment).order_by(models.Deployment.number.desc())
    return session.scalars(newest.limit(1)).first()


def view(session: Session, deployment: str, configuration: BotConfiguration, now: datetime) -> DeploymentView:
    """Everything about a deployment.

    Raises:
        UnknownDeploymentError: There is none.
    """
    found = row(session, deployment)
    phases = {one.phase: one for one in phases_of(session, found)}
    environment = configuration.environments.get(found.environment)
    is_over = found.finished_at is not None
    before = () if is_over else (one.id for one in unfinished(session, found.environment) if one.number < found.number)

    asked = questions(session, found.id)

    def record(name: str) -> Any:
        return phases[name].found if name in phases else None

    return DeploymentView(
        id=found.id,
        mark=found.mark,
        environment=found.environment,
        action=Action(found.action),
        commit=found.commit,
        branch=found.branch,
        message=found.message,
        author_name=found.author_name,
        author_email=found.author_email,
        author_user=found.author_user,
        co_authors=tuple(found.co_authors),
        origin=Origin(found.origin),
        requested_by=found.requested_by,
        back_to=found.back_to,
        retry_of=found.retry_of,
        undoes=found.undoes,
        state=State(found.state),
        phase=Phase(found.phase) if found.phase else None,
        reason=found.reason,
        remedy=found.remedy,
        has_applied=found.has_applied,
        superseded_by=found.superseded_by,
        progress=from_json(Progress, found.progress) if found.progress else None,
        created_at=found.created_at,
        started_at=found.started_at,
        finished_at=found.finished_at,
        phases=tuple(_took(phases.values(), asked)),
        validated=record(Phase.VALIDATE),
        tested=record(Phase.TEST),
        compared=record(Phase.COMPARE),
        proposal=record(Phase.APPROVE),
        backed_up=record(Phase.BACKUP),
        deployed=record(Phase.DEPLOY),
        verified=record(Phase.VERIFY),
        questions=asked,
        ahead=tuple(before),
        frozen=None if is_over or environment is None else frozen_at(environment.freeze, now),
        after=(environment.after if environment else None) or "",
        asks=environment is not None and environment.approvals is not None,
    )


def questions(session: Session, deployment: str) -> tuple[Question, ...]:
    """What people were asked about a deployment, the first before the others."""
    asked = session.scalars(select(models.Approval).filter_by(deployment=deployment).order_by(models.Approval.id))
    return tuple(question(session, one) for one in asked)


def question(session: Session, asked: models.Approval) -> Question:
    """A question, with what was said to it."""
    said = session.scalars(
        select(models.Decision).filter_by(approval=asked.id).order_by(models.Decision.made_at, models.Decision.person)
    )
    return Question(
        id=asked.id,
        subject=Subject(asked.subject),
        digest=asked.digest,
        required=asked.required,
        approvers=tuple(asked.approvers),
        own=asked.own,
        state=Asked(asked.state),
        reason=asked.reason,
        asked_at=asked.asked_at,
        expires_at=asked.expires_at,
        decided_at=asked.decided_at,
        said=tuple(
            Said(one.person, Choice(one.decision), one.reason, one.made_at, one.overrides_freeze) for one in said
        ),
    )


def _took(found: Iterable[Begun], asked: Sequence[Question]) -> Iterable[Took]:
    """The phases in order. One about which people are asked lasts until they have answered."""
    answered = {_ASKS[one.subject]: one.decided_at for one in asked}
    known = [one for one in found if one.phase in _ORDER]
    for one in sorted(known, key=lambda one: _ORDER.index(Phase(one.phase))):
        phase = Phase(one.phase)
        yield Took(phase, one.started_at, answered.get(phase, one.finished_at))
