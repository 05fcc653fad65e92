"""Checks: looks, writes down what was seen, and has it told. One at a time on all machines."""

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, sessionmaker

from bot.deployments.changing import now
from bot.deployments.posts import say, say_again
from bot.drift import reading
from bot.drift.alone import alone
from bot.drift.checking import Checker, Seen
from bot.drift.keeping import keep
from bot.drift.posts import Kind
from bot.drift.quiet import Quiet
from bot.drift.values import FILES, Made, Mending, Occasion, Place
from bot.store import drift as models
from bot.store.models import Post
from sync.deploy.pipeline.records import to_json

_SINGLE = "check"
_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Rounds:
    """Makes reports.

    Attributes:
        database: SQLAlchemy's way to the state.
        sessions: Makes sessions of the state.
        checker: Checks environments.
    """

    database: Engine
    sessions: sessionmaker[Session]
    checker: Checker

    def make(self, subject: str, waits_s: Sequence[float]) -> None:
        """Make a report, or make it once more, and have it told, or what stands there be brought up to date.

        Args:
            subject: Which.
            waits_s: How long to wait before each further attempt at what may pass by itself.

        Raises:
            StoppingError: The bot ends.
        """
        with self.sessions() as session:
            environments = [
                one
                for one in reading.row(session, subject).environments
                if one in self.checker.configuration.environments
            ]
        with self._look(environments, waits_s) as (seen, seconds, _), self.sessions.begin() as session:
            row, moment = reading.row(session, subject, lock=True), now()
            places = tuple(keep(session, one, row.since or row.made_at, moment) for one in seen)
            row.result = to_json(Made(moment, seconds, places, tuple(_mending(seen))))
            row.checks += 1
            row.is_checking = False
            session.flush()
            _tell_others(session, moment, subject)
            if row.occasion != Occasion.ASKED.value or stands(session, subject):
                tell(session, subject)

    def fail(self, subject: str, problem: str, remedy: str) -> None:
        """Tell that a report could not be made."""
        with self.sessions.begin() as session:
            row, moment = reading.row(session, subject, lock=True), now()
            places = tuple(Place(one, FILES, problem, remedy, moment) for one in row.environments)
            row.result, row.is_checking = to_json(Made(moment, 0.0, places)), False
            session.flush()
            tell(session, subject)

    def alert(self, environment: str, environments: Sequence[str], waits_s: Sequence[float], *, may_tell: bool) -> bool:
        """Check between the nights; what is new in it is told at once, else nothing is.

        Args:
            environment: The one that changed.
            environments: Those that are checked.
            waits_s: As for `make`.
            may_tell: Whether what is new may be told; a deployment that failed has told it.

        Returns:
            Whether all of it could be checked.
        """
        with self._look(environments, waits_s) as (seen, seconds, started), self.sessions.begin() as session:
            moment = now()
            places = tuple(keep(session, one, started - _BEFORE, moment) for one in seen)
            session.flush()
            _tell_others(session, moment, "")
            if (may_tell and _is_news(session, moment)) or any(one.failing_since == moment for one in places):
                number = session.scalar(models.REPORT_NUMBERS.next_value())
                row = models.Report(
                    subject=f"{Occasion.WATCH}/{environment}/{number}",
                    occasion=Occasion.WATCH.value,
                    environments=list(environments),
                    since=started - _BEFORE,
                    checks=1,
                    result=to_json(Made(moment, seconds, places, tuple(_mending(seen)))),
                    made_at=started,
                )
                session.add(row)
                session.flush()
                tell(session, row.subject)
        return not any(one.problem for one in seen)

    @contextmanager
    def _look(
        self, environments: Sequence[str], waits_s: Sequence[float]
    ) -> Iterator[tuple[tuple[Seen, ...], float, datetime]]:
        """What is seen, how long it took, and when it began. Nobody else looks until it is written down."""
        with alone(self.database, _SINGLE, self.checker.stopping):
            started, begun = now(), time.monotonic()
            quiet = Quiet(self.checker.configuration, self.sessions, started)
            seen = self.checker.check(environments, waits_s=waits_s, quiet=quiet)
            yield seen, time.monotonic() - begun, started


def begin(
    session: Session, subject: str, occasion: Occasion, environments: Sequence[str], by: str | None = None
) -> None:
    """Write down that a report is to be made; nothing happens where that was done."""
    moment = now()
    values = {
        "subject": subject,
        "occasion": occasion.value,
        "environments": list(environments),
        "since": reading.last_night(session, moment),
        "asked_by": by,
        "made_at": moment,
    }
    session.execute(insert(models.Report).values(**values).on_conflict_do_nothing())


def stands(session: Session, subject: str) -> bool:
    """Whether a report is posted, or is going to be."""
    return session.scalar(select(Post.id).filter_by(subject=subject, key=Kind.REPORT.value)) is not None


def tell(session: Session, subject: str) -> None:
    """Have a report be told as it is: its message brought up to date, and what is new of the details in its thread."""
    say(session, subject, Kind.REPORT)
    say_again(session, subject, Kind.REPORT.value)
    found = reading.view(session, subject, now())
    told = found.told
    if told:
        content = _digest(f"{one.id} {one.digest}" for one in told)
        say(session, subject, Kind.LIST, f"{Kind.LIST}/{content}")
        say(session, subject, Kind.DETAIL, f"{Kind.DETAIL}/{content}")
        table = models.Finding
        ids = [one.id for one in told]
        session.execute(update(table).where(table.id.in_(ids), table.told_in.is_(None)).values(told_in=subject))
    drifted = {one.environment for one in told if one.against == FILES}
    for one in (each for each in (found.made.mending if found.made else ()) if each.environment in drifted):
        said = {"environment": one.environment, "digest": one.digest}
        say(session, subject, Kind.MENDING, f"{Kind.MENDING}/{one.environment}/{one.digest}", arguments=said)


def show_again(session: Session, ids: Sequence[int], *, but: str = "") -> None:
    """Have what tells of findings be brought up to date: the last night's report, and what was told between the nights.

    Args:
        session: In a transaction.
        ids: Of the findings.
        but: A report that is told anew anyway. Where it is a night's, the one before stays as it was.
    """
    told = select(models.Finding.told_in).where(models.Finding.id.in_(ids))
    table = models.Report
    alerts = session.scalars(
        select(table.subject).where(table.subject.in_(told), table.occasion == Occasion.WATCH.value)
    )
    nights = select(table).where(table.occasion == Occasion.NIGHT.value, table.result.is_not(None))
    last = session.scalars(nights.order_by(table.made_at.desc()).limit(1)).first()
    tells = last is not None and any(one.id in ids for one in reading.view(session, last.subject, now()).findings)
    for subject in {*alerts, *([last.subject] if last is not None and tells else [])} - {but}:
        say_again(session, subject, Kind.REPORT.value)


def _tell_others(session: Session, moment: datetime, subject: str) -> None:
    """What is resolved is shown where it was told; where that was between the nights, it is said there too."""
    table = models.Finding
    gone = session.scalars(select(table).where(table.resolved_at == moment).order_by(table.id)).all()
    if not gone:
        return
    show_again(session, [one.id for one in gone], but=subject)
    by_report: dict[str, list[int]] = {}
    for one in gone:
        if one.told_in is not None and one.told_in != subject:
            by_report.setdefault(one.told_in, []).append(one.id)
    for other, ids in by_report.items():
        if reading.row(session, other).occasion == Occasion.WATCH.value:
            key = f"resolved/{'-'.join(map(str, ids))}"
            say(session, other, Kind.NOTE, key, arguments={"resolved": ids, "at": moment.isoformat()})


def _is_news(session: Session, moment: datetime) -> bool:
    table = models.Finding
    news = (table.first_seen_at == moment) | (table.changed_at == moment)
    return session.scalar(select(table.id).where(news).limit(1)) is not None


def _mending(seen: Iterable[Seen]) -> Iterator[Mending]:
    return (one.mending for one in seen if one.mending is not None)


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
