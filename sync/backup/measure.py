"""Counts and digests a stream of bytes while it passes by."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator

from sync.model.size import readable

_TOLD_EVERY_S = 0.2


class Measure:
    """How many bytes have passed, their SHA-256, and how long it took.

    Args:
        what: What is being done, for people.
        progress: Told how far it is.
        of_bytes: How much there will be; 0 when nobody knows.
    """

    def __init__(self, what: str, progress: Callable[[str], None] = lambda _: None, of_bytes: int = 0) -> None:
        self._what, self._progress = what, progress
        self._of = f" of {readable(of_bytes)}" if of_bytes else ""
        self._digest = hashlib.sha256()
        self.size_bytes = 0

    @property
    def sha256(self) -> str:
        """The digest of what has passed, in hexadecimal."""
        return self._digest.hexdigest()

    def of(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces, measured."""
        started = told = time.monotonic()
        for piece in pieces:
            self._digest.update(piece)
            self.size_bytes += len(piece)
            now = time.monotonic()
            if now - told >= _TOLD_EVERY_S:
                told = now
                self._progress(f"{self._what}: {readable(self.size_bytes)}{self._of}, {now - started:.0f} s")
            yield piece
