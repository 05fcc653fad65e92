"""Numbers with their noun, and lists that are not too long to read."""

from collections.abc import Sequence

_SHOWN = 3


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 migration`, `2 migrations`.

    Args:
        number: How many.
        noun: What one of them is called.
        plural: What several are called, where that is not the noun with an s.
    """
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def listed(names: Sequence[str]) -> str:
    """`a, b`; of many names the first few: `a, b, c and 35 more`."""
    if len(names) <= _SHOWN + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN} more"
