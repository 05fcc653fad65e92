"""Counting bytes that pass by."""

import hashlib

import pytest

from sync.backup.measure import Measure, readable


@pytest.mark.parametrize(
    ("size_bytes", "expected"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 kB"),
        (1_500_000, "1.4 MB"),
        (1 << 30, "1.0 GB"),
        ((1 << 40) - 1, "1024.0 GB"),
        (5 << 40, "5.0 TB"),
        (5 << 50, "5120.0 TB"),
    ],
)
def test_sizes_for_people(size_bytes: int, expected: str) -> None:
    assert readable(size_bytes) == expected


def test_what_passes_is_measured_and_not_changed() -> None:
    measured = Measure("reading")
    assert b"".join(measured.of([b"ab", b"", b"c"])) == b"abc"
    assert (measured.size_bytes, measured.sha256) == (3, hashlib.sha256(b"abc").hexdigest())
