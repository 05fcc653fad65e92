"""When an environment is frozen: nothing is deployed then, unless people say otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sync.configuration import Freeze

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Frozen:
    """A window in which nothing is deployed unless one more approver agrees.

    Attributes:
        until: When it ends.
        zone: The time zone that people read it in.
        reason: Why.
    """

    until: datetime
    zone: str
    reason: str

    def __str__(self) -> str:
        """`frozen until Mon 08:00 Europe/Madrid: weekend`."""
        reason = f": {self.reason}" if self.reason else ""
        return f"frozen until {self.until.astimezone(ZoneInfo(self.zone)):%a %H:%M} {self.zone}{reason}"


def frozen_at(windows: Sequence[Freeze], now: datetime) -> Frozen | None:
    """The window that a moment is in; of several the one that ends last.

    Args:
        windows: Those of the environment.
        now: With a time zone.
    """
    found = [one for one in (_frozen(window, now) for window in windows) if one is not None]
    return max(found, key=lambda one: one.until, default=None)


def _frozen(window: Freeze, now: datetime) -> Frozen | None:
    zone = ZoneInfo(window.zone)
    here = now.astimezone(zone)
    minute = here.weekday() * _DAY_MINUTES + here.hour * 60 + here.minute
    start, end = _minute(window.start), _minute(window.end)
    is_in = start <= minute < end if start < end else minute >= start or minute < end
    if not is_in:
        return None
    # By the wall clock: a change to summer time does not move the end.
    days = (end // _DAY_MINUTES - here.weekday()) % 7
    if days == 0 and end <= minute:
        days = 7
    date = (here + timedelta(days=days)).date()
    ends = datetime(date.year, date.month, date.day, end % _DAY_MINUTES // 60, end % 60, tzinfo=zone)
    return Frozen(ends, window.zone, window.reason)


def _minute(moment: str) -> int:
    """The minute of the week of `Fri 16:00`, from Monday at midnight."""
    day, clock = moment.split()
    hour, minute = clock.split(":")
    return _DAYS.index(day) * _DAY_MINUTES + int(hour) * 60 + int(minute)
