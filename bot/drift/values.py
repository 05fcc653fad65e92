"""What is known of drift, as the frozen values that people are shown, and what is kept of a report as JSON."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FILES = "files"
"""What an environment is held against when it is not another environment."""


class Occasion(StrEnum):
    """Why somebody looked."""

    NIGHT = "night"
    WATCH = "watch"
    """A database changed between the nights, and not by a deployment."""
    ASKED = "asked"


class Standing(StrEnum):
    """How a finding stands in a report."""

    NEW = "new"
    CHANGED = "changed"
    """It was there before, as another difference."""
    STILL = "still there"
    RESOLVED = "resolved"
    KNOWN = "acknowledged"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """That somebody knows of a finding, as it is.

    Attributes:
        by: Slack's id of who.
        until: When it is told again.
        why: What they said.
    """

    by: str
    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference of an environment from what it should be.

    Attributes:
        id: Its number.
        environment: Which.
        against: `FILES`, or the environment that it should be equal to.
        kind: Of the object.
        identity: Its name.
        change: `added`: only the environment has it; `removed`, `changed`.
        digest: Of the difference with all attributes.
        said: What differs, in one line.
        detail: All that differs, line by line.
        exposes: How it opens data to others; empty where it does not.
        first_seen_at: Since when it is there, as far as is known.
        changed_at: When it became another difference of the same object; None where it did not.
        resolved_at: When it was gone; None where it is there.
        acknowledged: Who knows of it; it may have expired.
    """

    id: int
    environment: str
    against: str
    kind: str
    identity: str
    change: str
    digest: str
    said: str
    detail: str
    exposes: str
    first_seen_at: datetime
    changed_at: datetime | None = None
    resolved_at: datetime | None = None
    acknowledged: Acknowledged | None = None

    def standing(self, since: datetime | None, now: datetime) -> Standing:
        """How it stands.

        Args:
            since: What was first seen after that is new; None for everything.
            now: The time, after which an acknowledgement may have expired.
        """
        if self.resolved_at is not None:
            return Standing.RESOLVED
        if self.acknowledged is not None and self.acknowledged.until > now:
            return Standing.KNOWN
        if since is None or self.first_seen_at > since:
            return Standing.NEW
        if self.changed_at is not None and self.changed_at > since:
            return Standing.CHANGED
        return Standing.STILL


@dataclass(frozen=True, slots=True)
class Place:
    """How the check of an environment went.

    Attributes:
        environment: Which.
        against: `FILES`, or the environment that it should be equal to.
        problem: Why it could not be checked; empty where it could.
        remedy: What to do about that.
        failing_since: Since when it cannot be checked, or could not, where `is_back`.
        is_back: Whether it could not be checked before.
        notes: What was noticed besides, a line each.
        findings: The ids of what was found, and of what is resolved.
    """

    environment: str
    against: str
    problem: str = ""
    remedy: str = ""
    failing_since: datetime | None = None
    is_back: bool = False
    notes: tuple[str, ...] = ()
    findings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mending:
    """What makes an environment as the files have it.

    Attributes:
        environment: Which.
        sql: The script, proven on a copy; empty where there is none.
        problem: Why there is none.
        digest: Of the script.
    """

    environment: str
    sql: str
    problem: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What a check found.

    Attributes:
        at: When it ended.
        seconds: How long it took.
        places: What was checked, in the order of the configuration.
        mending: What makes environments as the files have them.
    """

    at: datetime
    seconds: float
    places: tuple[Place, ...]
    mending: tuple[Mending, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report, as it is shown at a moment.

    Attributes:
        subject: What it is called.
        occasion: Why somebody looked.
        since: What was first seen after that is new in it; None for everything.
        asked_by: Slack's id of who asked; None where nobody did.
        is_checking: Whether it is being made once more.
        made: What was found; None where it is not made yet.
        findings: What is known at the moment of all that it tells.
        now: The moment.
    """

    subject: str
    occasion: Occasion
    since: datetime | None
    asked_by: str | None
    is_checking: bool
    made: Made | None
    findings: tuple[Finding, ...]
    now: datetime

    def at(self, place: Place, *standings: Standing) -> tuple[Finding, ...]:
        """What was found at a place and stands so; what exposes data before the rest."""
        chosen = (
            one for one in self.findings if one.id in place.findings and one.standing(self.since, self.now) in standings
        )
        return tuple(sorted(chosen, key=lambda one: (not one.exposes, one.id)))

    def standing(self, *standings: Standing) -> tuple[Finding, ...]:
        """All findings that stand so; what exposes data before the rest."""
        return tuple(found for place in (self.made.places if self.made else ()) for found in self.at(place, *standings))

    @property
    def told(self) -> tuple[Finding, ...]:
        """What is there, and nobody has acknowledged; between the nights only what is new of it."""
        news = (Standing.NEW, Standing.CHANGED)
        return self.standing(*news) if self.occasion is Occasion.WATCH else self.standing(*news, Standing.STILL)

    @property
    def news(self) -> tuple[Finding, ...]:
        """What was new in it, however it stands."""
        since = self.since
        return tuple(
            one
            for one in self.findings
            if since is None or one.first_seen_at > since or (one.changed_at is not None and one.changed_at > since)
        )

    @property
    def failed(self) -> tuple[Place, ...]:
        """What could not be checked."""
        return tuple(one for one in self.made.places if one.problem) if self.made else ()
