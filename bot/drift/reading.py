"""Reads reports, as the values that people are shown."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.drift.keeping import findings
from bot.drift.values import Made, Occasion, ReportView
from bot.store import drift as models
from sync.deploy.pipeline.records import from_json
from sync.errors import SchemabotError


class UnknownReportError(SchemabotError):
    """There is no such report."""


def row(session: Session, subject: str, *, lock: bool = False) -> models.Report:
    """The row of a report.

    Raises:
        UnknownReportError: There is none.
    """
    found = session.get(models.Report, subject, with_for_update=lock, populate_existing=lock)
    if found is None:
        raise UnknownReportError(f"there is no report {subject}", "ask for one: /schema drift")
    return found


def view(session: Session, subject: str, now: datetime) -> ReportView:
    """A report, as it is shown at a moment.

    Raises:
        UnknownReportError: There is none.
    """
    found = row(session, subject)
    made = from_json(Made, found.result) if found.result is not None else None
    ids = [one for place in made.places for one in place.findings] if made else []
    return ReportView(
        subject=found.subject,
        occasion=Occasion(found.occasion),
        since=found.since,
        asked_by=found.asked_by,
        is_checking=found.is_checking,
        made=made,
        findings=findings(session, ids),
        now=now,
    )


def last_night(session: Session, before: datetime) -> datetime | None:
    """When the last report of a night was made that was made before a moment; None where there is none."""
    table = models.Report
    query = (
        select(table.result["at"].astext)
        .where(table.occasion == Occasion.NIGHT.value, table.result.is_not(None), table.made_at < before)
        .order_by(table.made_at.desc())
        .limit(1)
    )
    found = session.scalar(query)
    return datetime.fromisoformat(found) if found is not None else None
