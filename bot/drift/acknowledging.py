"""Lets what drifted not be told any more, by those who may decide about the environment."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.configuration import BotConfiguration
from bot.deployments import rules
from bot.deployments.changing import audit, now
from bot.deployments.errors import RefusedError
from bot.deployments.people import People, PeopleError
from bot.deployments.posts import say, say_again
from bot.drift.posts import Kind
from bot.drift.rounds import show_again
from bot.drift.values import Acknowledged, ReportView
from bot.store import drift as models

_LOOK_AGAIN = "look at the report again"


def why_not(
    configuration: BotConfiguration, people: People, environments: Iterable[str], person: str
) -> RefusedError | None:
    """Why somebody may not acknowledge what drifted in some environments; None where they may."""
    for name in environments:
        approvals = rules.approvals_of(configuration, name) if name in configuration.environments else None
        if approvals is None:
            return RefusedError(
                f"nobody is named who may acknowledge drift of {name}", "name approvals for it in schemabot.toml"
            )
        try:
            refused = rules.refusal(
                person,
                approvers=approvals.approvers,
                own=True,
                authors=(),
                members=people.members,
                is_approval=True,
            )
        except PeopleError:
            return RefusedError("Slack does not say who may acknowledge drift", "try again in a moment")
        if refused:
            problem = f"only those who may approve deployments to {name} may acknowledge its drift"
            return RefusedError(problem, approvers=approvals.approvers)
    return None


def acknowledge(
    sessions: sessionmaker[Session], shown: ReportView, chosen: Mapping[int, str], known: Acknowledged
) -> RefusedError | None:
    """Write it down, and have all reports that tell of it be brought up to date.

    Args:
        sessions: Makes sessions of the state.
        shown: The report that they were chosen from.
        chosen: The ids of findings, each with the beginning of the digest that it was shown with.
        known: Who acknowledges, until when, and why.

    Returns:
        Why nothing was written down; None where it was.
    """
    if not chosen or not set(chosen) <= {one.id for one in shown.findings}:
        return RefusedError("what was chosen does not stand in this report", _LOOK_AGAIN)
    if known.until <= now():
        return RefusedError("that time has passed already", "choose a later day")
    with sessions.begin() as session:
        query = select(models.Finding).where(models.Finding.id.in_(chosen)).order_by(models.Finding.id)
        rows = session.scalars(query.with_for_update()).all()
        for row in rows:
            if row.resolved_at is not None or not row.digest.startswith(chosen[row.id]):
                gone = "is gone" if row.resolved_at is not None else "is another difference"
                return RefusedError(f"{row.kind} {row.identity} {gone} meanwhile", _LOOK_AGAIN)
        for row in rows:
            row.acknowledged_by, row.acknowledged_until = known.by, known.until
            row.acknowledged_why = known.why
            detail = f"{row.kind} {row.identity} until {known.until.isoformat()}: {known.why}"
            audit(session, known.by, "acknowledge", environment=row.environment, digest=row.digest, detail=detail)
        say_again(session, shown.subject, Kind.REPORT.value)
        ids = [row.id for row in rows]
        show_again(session, ids, but=shown.subject)
        said = {"person": known.by, "until": known.until.isoformat(), "why": known.why, "findings": ids}
        key = f"acknowledged/{known.until.isoformat()}/{'-'.join(map(str, ids))}/{known.by}"
        say(session, shown.subject, Kind.NOTE, key, arguments=said)
    return None
