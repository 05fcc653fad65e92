"""Drift, as the clock and people handle it: looked for every night and when somebody asks, told, acknowledged."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from bot.configuration import BotConfiguration
from bot.deployments.changing import audit, now
from bot.deployments.errors import RefusedError
from bot.deployments.people import People
from bot.deployments.posts import say_again
from bot.drift import reading
from bot.drift.acknowledging import acknowledge, why_not
from bot.drift.posts import Kind
from bot.drift.rounds import Rounds, begin, tell
from bot.drift.values import Acknowledged, Occasion, ReportView
from bot.store import drift as models
from bot.store.models import Post
from sync.errors import choices

NIGHT, AGAIN = "drift", "drift-again"
"""What the durable tasks are called."""

_WAITS_S = (5.0, 15.0, 60.0)
_WAITS_ASKED_S = (2.0,)  # somebody waits for the answer

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Drifts:
    """What is known of drift, and what may be done about it.

    Attributes:
        configuration: The whole configuration.
        people: Who is who.
        rounds: Makes reports.
        once: Has a task be done durably: told its name, a key that it is done once for, and what it is about.
        waits_s: How long to wait at night before each further attempt at what may pass by itself.
    """

    configuration: BotConfiguration
    people: People
    rounds: Rounds
    once: Callable[[str, str, str], None]
    waits_s: Sequence[float] = _WAITS_S

    @property
    def tasks(self) -> Mapping[str, Callable[[str], str]]:
        """What is done durably, by name: for `bot.deployments.engine.Engine.launched`."""
        return {NIGHT: self.night, AGAIN: self.again}

    # -- the nights ---------------------------------------------------------------------------------------

    def begin(self, day: date) -> None:
        """The bot has started; that was the last night. A new bot has not missed it: it counts as checked."""
        with self.rounds.sessions.begin() as session:
            night = models.Report.occasion == Occasion.NIGHT.value
            if session.scalar(select(models.Report.subject).where(night).limit(1)) is None:
                begin(session, f"{NIGHT}/{day.isoformat()}", Occasion.NIGHT, ())

    def fire(self, day: date) -> None:
        """It is time: have the check of that night be made, once on however many machines and however often fired.

        What was begun is not begun again: it goes on by itself where it was ended.
        """
        with self.rounds.sessions() as session:
            is_begun = session.get(models.Report, f"{NIGHT}/{day.isoformat()}") is not None
        if not is_begun:
            self.once(NIGHT, day.isoformat(), day.isoformat())

    def night(self, day: str) -> str:
        """Check everything, and tell it. Done once for each day, also when it is begun again after a crash."""
        subject = f"{NIGHT}/{day}"
        with self.rounds.sessions.begin() as session:
            begin(session, subject, Occasion.NIGHT, tuple(self.configuration.environments))
            found = reading.row(session, subject)
            is_made = found.result is not None or not found.environments
        if not is_made:
            self._make(subject, self.waits_s)
        return subject

    # -- whenever somebody asks ---------------------------------------------------------------------------

    def asked(self, environment: str | None, by: str) -> ReportView:
        """Check one environment, or all.

        Args:
            environment: Its name; None for all.
            by: Slack's id of who asks.

        Raises:
            RefusedError: There is no such environment.
        """
        known = self.configuration.environments
        if environment is not None and environment not in known:
            raise RefusedError(f'there is no environment "{environment}"', choices(environment, known))
        with self.rounds.sessions.begin() as session:
            subject = f"{Occasion.ASKED}/{session.scalar(models.REPORT_NUMBERS.next_value())}"
            begin(session, subject, Occasion.ASKED, (environment,) if environment else tuple(known), by)
        self.rounds.make(subject, _WAITS_ASKED_S)
        return self.view(subject)

    def stands(self, subject: str, channel: str, ts: str) -> None:
        """The report that somebody asked for stands in a channel: from here on a courier keeps it up to date."""
        kept = {"subject": subject, "key": Kind.REPORT.value, "kind": Kind.REPORT.value}
        there = {"state": "sent", "channel": channel, "ts": ts, "shown_revision": 1}
        with self.rounds.sessions.begin() as session:
            session.execute(insert(Post).values(**kept, **there).on_conflict_do_nothing())
            tell(session, subject)

    def view(self, subject: str) -> ReportView:
        """A report as it is at this moment.

        Raises:
            UnknownReportError: There is none.
        """
        with self.rounds.sessions() as session:
            return reading.view(session, subject, now())

    def subject_at(self, channel: str, ts: str) -> str | None:
        """The report whose message stands there; None where none does."""
        there = (Post.channel == channel) & (Post.ts == ts) & (Post.kind == Kind.REPORT.value)
        with self.rounds.sessions() as session:
            return session.scalar(select(Post.subject).where(there))

    # -- what people do about it --------------------------------------------------------------------------

    def check_again(self, subject: str, by: str) -> None:
        """Have a report be brought up to date by a check, once for however many clicks until it is.

        Raises:
            UnknownReportError: There is none.
        """
        with self.rounds.sessions.begin() as session:
            number = reading.row(session, subject).checks
            audit(session, by, "check-drift", detail=subject)
        self.once(AGAIN, f"{subject}/{number}", subject)

    def again(self, subject: str) -> str:
        """Make a report once more."""
        with self.rounds.sessions.begin() as session:
            reading.row(session, subject, lock=True).is_checking = True
            say_again(session, subject, Kind.REPORT.value)
        self._make(subject, _WAITS_ASKED_S)
        return subject

    def may_acknowledge(self, subject: str, by: str) -> ReportView:
        """The report, for somebody who may acknowledge something of it.

        Raises:
            UnknownReportError: There is none.
            RefusedError: They may not, or there is nothing to acknowledge.
        """
        found = self.view(subject)
        names = sorted({one.environment for one in found.told})
        if not names:
            raise RefusedError("there is nothing to acknowledge", "what it told is gone, or acknowledged")
        refused = [why_not(self.configuration, self.people, [name], by) for name in names]
        if all(refused):
            self._refuse(refused[0], by, subject)
        return found

    def acknowledge(self, subject: str, chosen: Mapping[int, str], known: Acknowledged) -> ReportView:
        """Let findings not be told any more, until a time, or until they are other ones.

        Args:
            subject: The report that they were chosen from.
            chosen: Their ids, each with the beginning of the digest that it was shown with.
            known: Who acknowledges, until when, and why.

        Raises:
            UnknownReportError: There is no such report.
            RefusedError: They may not, or what they were shown is not what is there any more.
        """
        shown = self.view(subject)
        names = sorted({one.environment for one in shown.findings if one.id in chosen})
        refused = why_not(self.configuration, self.people, names, known.by)
        self._refuse(refused or acknowledge(self.rounds.sessions, shown, chosen, known), known.by, subject)
        return self.view(subject)

    def tampered(self, by: str, action: str, said: str) -> None:
        """Write down a click on what is no button of ours."""
        with self.rounds.sessions.begin() as session:
            audit(session, by, action, refused=said)

    def _make(self, subject: str, waits_s: Sequence[float]) -> None:
        """Make a report; where that fails, say so: silence would look like all being well."""
        try:
            self.rounds.make(subject, waits_s)
        except DBAPIError:
            raise  # of the state: it is done again when it answers
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("a report could not be made", subject=subject, reference=reference)
            said = f"something went wrong that should not have (reference {reference})"
            self.rounds.fail(subject, said, "the log of the bot has the details under that reference")

    def _refuse(self, refused: RefusedError | None, by: str, subject: str) -> None:
        """Write down that somebody may not, and say so."""
        if refused is None:
            return
        with self.rounds.sessions.begin() as session:
            audit(session, by, "acknowledge", refused=f"{subject}: {refused.problem}")
        raise refused
