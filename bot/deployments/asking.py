"""Asks people about a deployment, and looks whether they have answered."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.deployments import reading, rules
from bot.deployments.changing import close, finish, now, shown_again
from bot.deployments.people import People, is_group
from bot.deployments.phases import END, GO, Phases
from bot.deployments.posts import Kind, say
from bot.deployments.states import Asked, Choice, State, Subject
from bot.deployments.view import DeploymentView
from bot.store import models
from sync.configuration import Approvals
from sync.deploy.freezing import frozen_at

# Whatever wakes a deployment may be lost; it looks for itself that often.
_LOOKS_EVERY = timedelta(minutes=2)
_REMIND_BEFORE = (timedelta(hours=1), timedelta(hours=6))


@dataclass(frozen=True, slots=True)
class Asking:
    """What people are to be asked.

    Attributes:
        subject: What about.
        digest: Of what is to be approved.
        approvals: The rules.
        emails: Of others than the commit's author who wrote what is applied.
    """

    subject: Subject
    digest: str
    approvals: Approvals
    emails: tuple[str, ...] = ()


def ask(phases: Phases, people: People, deployment: str, asking: Asking) -> None:
    """Ask, once. Approvers are told by a direct message; the author is found out, who may have to be left out.

    Args:
        phases: Where deployments are kept.
        people: Who is who.
        deployment: Which.
        asking: What they are asked.

    Raises:
        PeopleError: Slack does not say who is who.
    """
    subject, approvals = asking.subject, asking.approvals
    told = _persons(people, approvals.approvers)
    author, others = None, []
    if not approvals.own:
        author = people.user_of(phases.view(deployment).author_email)
        others = sorted({user for email in asking.emails if (user := people.user_of(email)) is not None})
    with phases.sessions.begin() as session:
        row = reading.row(session, deployment, lock=True)
        if row.finished_at is not None or _asked(session, deployment, subject) is not None:
            return
        row.author_user = row.author_user or author
        row.co_authors = [one for one in others if one != row.author_user]
        moment = now()
        frozen = frozen_at(phases.configuration.environments[row.environment].freeze, moment)
        session.add(
            models.Approval(
                deployment=row.id,
                subject=subject.value,
                digest=asking.digest,
                commit=row.commit,
                required=approvals.required,
                approvers=list(approvals.approvers),
                own=approvals.own,
                asked_at=moment,
                expires_at=(frozen.until if frozen else moment) + approvals.expire,
            )
        )
        row.state, row.progress = State.WAITING.value, None
        may = (one for one in told if approvals.own or one not in (row.author_user, *row.co_authors))
        for person in may:
            say(session, row.id, Kind.REQUEST, f"request/{subject.value}/{person}", person=person)
        shown_again(session, row)


def look(phases: Phases, deployment: str, subject: Subject) -> str:
    """Whether people have answered; where nobody is asked, whether a freeze is over.

    Returns:
        `GO` when it goes on, `END` when the deployment is over; else in how many seconds to look again.
    """
    moment = now()
    with phases.sessions.begin() as session:
        row = reading.row(session, deployment, lock=True)
        if row.finished_at is not None:
            return END
        asked = _asked(session, deployment, subject)
        frozen = frozen_at(phases.configuration.environments[row.environment].freeze, moment)
        if asked is None and frozen is not None and subject is Subject.DEPLOYMENT:
            row.state = State.WAITING.value  # nobody is asked who could override it
            shown_again(session, row)
            return _seconds(moment, frozen.until)
        if asked is None or asked.state == Asked.APPROVED.value:
            return GO
        said = [one for one in reading.question(session, asked).said if one.choice is Choice.APPROVE]
        if rules.standing(asked.required, said, frozen).is_enough:  # a freeze has ended
            close(asked, Asked.APPROVED)
            row.state = State.RUNNING.value
            shown_again(session, row)
            found = GO
        elif asked.expires_at <= moment:
            finish(session, row, State.EXPIRED, "nobody decided in time", "retry it when somebody is there")
            found = END
        else:
            _remind(session, row, asked, moment)
            found = _seconds(moment, asked.expires_at, frozen.until if frozen else None)
            shown_again(session, row)
    return found


def too_late(view: DeploymentView) -> str:
    """Why what was approved is not done any more, when at last it could be: the bot was down, or a freeze has begun."""
    asked = view.asked(Subject.DEPLOYMENT)
    if asked is None or asked.decided_at is None:
        return ""
    if now() - asked.decided_at > asked.expires_at - asked.asked_at:
        return "it was approved too long ago"
    said = [one for one in asked.said if one.choice is Choice.APPROVE]
    frozen = view.frozen
    if frozen is not None and not rules.standing(asked.required, said, frozen).is_enough:
        return "a freeze has begun since it was approved"
    return ""


def _asked(session: Session, deployment: str, subject: Subject) -> models.Approval | None:
    return session.scalars(
        select(models.Approval).filter_by(deployment=deployment, subject=subject.value)
    ).one_or_none()


def _persons(people: People, approvers: Sequence[str]) -> list[str]:
    """Whom to tell, each once."""
    found: dict[str, None] = {}
    for one in approvers:
        found.update(dict.fromkeys(sorted(people.members(one)) if is_group(one) else [one]))
    return list(found)


def _remind(session: Session, row: models.Deployment, asked: models.Approval, moment: datetime) -> None:
    """Remind everybody who was asked, at each of some times before it is too late, unless they have answered."""
    left = asked.expires_at - moment
    due = next((before for before in _REMIND_BEFORE if left <= before), None)
    if due is None or due * 2 > asked.expires_at - asked.asked_at:
        return
    answered = set(session.scalars(select(models.Decision.person).filter_by(approval=asked.id)))
    asked_of = session.scalars(
        select(models.Post.person).where(
            models.Post.subject == row.id, models.Post.key.startswith(f"request/{asked.subject}/", autoescape=True)
        )
    )
    for person in asked_of:
        if person is not None and person not in answered:
            hours = int(due.total_seconds() // 3600)
            say(session, row.id, Kind.REMINDER, f"reminder/{asked.subject}/{hours}/{person}", person=person)


def _seconds(moment: datetime, *times: datetime | None) -> str:
    """How long until the first of some times, or the next look."""
    next_ = min([moment + _LOOKS_EVERY, *(one for one in times if one is not None)])
    return str(max(1, math.ceil((next_ - moment).total_seconds())))
