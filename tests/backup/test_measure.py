"""Counting bytes that pass by."""

import hashlib

from sync.backup.measure import Measure


def test_what_passes_is_measured_and_not_changed() -> None:
    measured = Measure("reading")
    assert b"".join(measured.of([b"ab", b"", b"c"])) == b"abc"
    assert (measured.size_bytes, measured.sha256) == (3, hashlib.sha256(b"abc").hexdigest())
