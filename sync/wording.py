"""Numbers with their noun, spans of time, and lists that are not too long to read."""

from collections.abc import Sequence
from datetime import timedelta

_SHOWN = 3
_MINUTE_S = 60


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 migration`, `2 migrations`.

    Args:
        number: How many.
        noun: What one of them is called.
        plural: What several are called, where that is not the noun with an s.
    """
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def lasting(time: timedelta) -> str:
    """`10 minutes`; `5 seconds` of less than two minutes."""
    seconds = round(time.total_seconds())
    return counted(seconds, "second") if seconds < 2 * _MINUTE_S else counted(seconds // _MINUTE_S, "minute")


def listed(names: Sequence[str]) -> str:
    """`a, b`; of many names the first few: `a, b, c and 35 more`."""
    if len(names) <= _SHOWN + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN} more"
