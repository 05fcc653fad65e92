"""The small parts that messages about drift share."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.drift.values import FILES, Finding, Place, ReportView, Standing
from bot.slack.messages.deployment.words import moment
from bot.slack.messages.message import code, escape, short

NAME_LIMIT = 120
_MOST_NAMES = 4
_A_CHECK = timedelta(minutes=1)  # what was first seen before was told between the nights
_SAID_LIMIT = 220
_EXPOSES_LIMIT = 160


def joined(names: Sequence[str]) -> str:
    """`staging`, `staging and production`, `a, b and c`, `a, b, c, d and 9 more`."""
    shown = [*names[:_MOST_NAMES], *([f"{len(names) - _MOST_NAMES} more"] if len(names) > _MOST_NAMES else [])]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def finding(found: Finding, view: ReportView) -> str:
    """A finding in one line: what differs, what that opens to others, since when it is there."""
    said = f": {code(found.said, _SAID_LIMIT)}" if found.said else ""
    exposes = f" — *{short(found.exposes, _EXPOSES_LIMIT)}*" if found.exposes else ""
    return f"• *{found.change}* {found.kind} {code(found.identity, NAME_LIMIT)}{said}{exposes}{_when(found, view)}"


def named(found: Finding) -> str:
    """What it is about: `table public.orders`."""
    return f"{found.kind} {code(found.identity, NAME_LIMIT)}"


def expected(place: Place) -> str:
    """What a place should be: `what the files say`, `as staging is`."""
    return "what the files say" if place.against == FILES else f"as {escape(place.against)} is"


def at(when: datetime | None) -> str:
    """A moment, in each reader's own time zone."""
    return moment(when) if when is not None else "some time ago"


def _when(found: Finding, view: ReportView) -> str:
    standing = found.standing(view.since, view.now)
    if standing is Standing.RESOLVED:
        return f", resolved {at(found.resolved_at)}"
    if standing is Standing.STILL:
        was = f", acknowledged until {at(found.acknowledged.until)}" if found.acknowledged is not None else ""
        return f", since {at(found.first_seen_at)}{was}"
    if standing is Standing.CHANGED:
        return f", there since {at(found.first_seen_at)}, another one since {at(found.changed_at)}"
    if view.made is not None and view.made.at - found.first_seen_at > _A_CHECK:
        return f", since {at(found.first_seen_at)}"
    return ", new" if found.exposes else ""
