"""Who may decide what, and when: pure functions over the configuration, what was said, and the time.

Everything here is asked at the click and once more before anything is applied.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.deployments.view import Frozen, Said
from sync.configuration import Approvals, Configuration, Freeze

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_USER_GROUP = "S"
NOT_NAMED = "only those who are named as approvers may decide on this"
OWN = "it is your own, and somebody else has to approve it"
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the decisions on a question are.

    Attributes:
        count: How many approve.
        needed: How many have to.
    """

    count: int
    needed: int

    @property
    def is_enough(self) -> bool:
        """Whether enough approve."""
        return self.count >= self.needed


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


def approvals_of(configuration: Configuration, environment: str) -> Approvals | None:
    """Who decides about what is done to an environment: its own approvers, else those of one that it leads to."""
    chosen = configuration.environments[environment].approvals
    if chosen is not None:
        return chosen
    following = (name for name, one in configuration.environments.items() if one.after == environment)
    return next((found for name in following if (found := approvals_of(configuration, name))), None)


def refusal(
    person: str,
    *,
    approvers: Sequence[str],
    own: bool,
    authors: Collection[str],
    members: Callable[[str], frozenset[str]],
    is_approval: bool,
) -> str:
    """Why somebody may not decide; empty where they may.

    Args:
        person: Slack's id of who clicked.
        approvers: Ids of users and user groups that may.
        own: Whether the author may approve.
        authors: Slack's ids of who wrote it, as far as they are known.
        members: Who is in a user group, as it is at this moment.
        is_approval: Whether they approve; an author may always reject.
    """
    is_named = person in approvers or any(
        person in members(one) for one in approvers if one.startswith(_USER_GROUP) and one != person
    )
    if not is_named:
        return NOT_NAMED
    return OWN if is_approval and not own and person in authors else ""


def standing(required: int, said: Sequence[Said], frozen: Frozen | None) -> Standing:
    """How far it is. A freeze takes one more approver.

    Args:
        required: How many have to approve.
        said: What was said; of those who approve.
        frozen: The window that the environment is in at the moment.
    """
    return Standing(len({one.person for one in said}), required + (frozen is not None))
