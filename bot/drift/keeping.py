"""Writes down what a check saw: what is new, what is still there, what is gone.

A finding that is another difference of the same object is the same finding, changed; who acknowledged it has not
acknowledged that. What could not be checked stays as it was.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.drift.checking import Seen
from bot.drift.differing import Differing
from bot.drift.values import Acknowledged, Finding, Place
from bot.store import drift as models


def keep(session: Session, seen: Seen, since: datetime, now: datetime) -> Place:
    """Write down what was seen at one place.

    Args:
        session: In a transaction.
        seen: What.
        since: What was gone after that is told too.
        now: The time.
    """
    if seen.is_busy or not seen.is_compared:
        return Place(seen.environment, seen.against, seen.problem, seen.remedy, notes=seen.notes)
    checked = _checked(session, seen, now)
    is_back = not seen.problem and checked.back_at is not None and checked.back_at > since
    place = Place(
        seen.environment,
        seen.against,
        problem=seen.problem,
        remedy=seen.remedy,
        failing_since=checked.failing_since if seen.problem or is_back else None,
        is_back=is_back,
        notes=seen.notes,
    )
    if seen.problem:
        return place
    there = {(one.kind, one.identity): one for one in _open(session, seen)}
    found = tuple(_found(session, one, there.pop((one.kind, one.identity), None), seen, now) for one in seen.found)
    for gone in there.values():
        gone.resolved_at = now
    session.flush()
    resolved = _resolved(session, seen, since)
    return Place(
        place.environment,
        place.against,
        failing_since=place.failing_since,
        is_back=is_back,
        notes=place.notes,
        findings=tuple(one.id for one in (*found, *resolved)),
    )


def finding(row: models.Finding) -> Finding:
    """A row, as the value that people are shown."""
    known = None
    if row.acknowledged_by is not None and row.acknowledged_until is not None:
        known = Acknowledged(row.acknowledged_by, row.acknowledged_until, row.acknowledged_why or "")
    return Finding(
        id=row.id,
        environment=row.environment,
        against=row.against,
        kind=row.kind,
        identity=row.identity,
        change=row.change,
        digest=row.digest,
        said=row.said,
        detail=row.detail,
        exposes=row.exposes,
        first_seen_at=row.first_seen_at,
        changed_at=row.changed_at,
        resolved_at=row.resolved_at,
        acknowledged=known,
    )


def findings(session: Session, ids: Iterable[int]) -> tuple[Finding, ...]:
    """Those of some numbers, as they are."""
    rows = session.scalars(select(models.Finding).where(models.Finding.id.in_(tuple(ids))).order_by(models.Finding.id))
    return tuple(finding(one) for one in rows)


def _checked(session: Session, seen: Seen, now: datetime) -> models.Checked:
    row = session.get(models.Checked, (seen.environment, seen.against))
    if row is None:
        row = models.Checked(environment=seen.environment, against=seen.against, checked_at=now, problem="")
        session.add(row)
    if seen.problem and not row.problem:
        row.failing_since, row.back_at = now, None
    elif row.problem and not seen.problem:
        row.back_at = now
    row.problem, row.checked_at = seen.problem, now
    return row


def _open(session: Session, seen: Seen) -> Iterator[models.Finding]:
    query = select(models.Finding).filter_by(environment=seen.environment, against=seen.against, resolved_at=None)
    yield from session.scalars(query.order_by(models.Finding.id).with_for_update())


def _found(session: Session, found: Differing, row: models.Finding | None, seen: Seen, now: datetime) -> models.Finding:
    if row is None:
        row = models.Finding(
            environment=seen.environment,
            against=seen.against,
            kind=found.kind,
            identity=found.identity,
            first_seen_at=now,
        )
        session.add(row)
    elif row.digest != found.digest:
        row.changed_at = now
        row.told_in = row.acknowledged_by = row.acknowledged_until = row.acknowledged_why = None
    row.change, row.digest, row.said = found.change, found.digest, found.said
    row.detail, row.exposes, row.last_seen_at = found.detail, found.exposes, now
    session.flush()
    return row


def _resolved(session: Session, seen: Seen, since: datetime) -> Iterable[models.Finding]:
    """What was gone after a time. What came and went between two reports was seen by nobody else, and is told too."""
    table = models.Finding
    query = select(table).where(
        table.environment == seen.environment,
        table.against == seen.against,
        table.resolved_at > since,
        or_(table.told_in.is_not(None), table.first_seen_at < since),
    )
    return session.scalars(query.order_by(table.id)).all()
