"""What is said about drift. `bot.deployments.posts` writes it down, a courier says it."""

from enum import StrEnum


class Kind(StrEnum):
    """What a post about drift tells. All but the first stand in the thread of the first."""

    REPORT = "drift-report"
    """How the environments stand, in the channel."""
    LIST = "drift-list"
    """What the report has no room for."""
    DETAIL = "drift-detail"
    """All that differs, as a file."""
    MENDING = "drift-mending"
    """SQL that mends an environment, as a file."""
    NOTE = "drift-note"
    """That something is gone, or was acknowledged."""
