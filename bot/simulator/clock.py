"""The workspace's time: the machine's own, which a test can move forward instead of sleeping."""

import time


class Clock:
    """Seconds since the epoch, plus whatever a test has skipped."""

    def __init__(self) -> None:
        self._skipped_s = 0.0

    def now(self) -> float:
        """Return the workspace's present, in seconds since the epoch."""
        return time.time() + self._skipped_s

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once: triggers expire, acknowledgements become late."""
        self._skipped_s += seconds
