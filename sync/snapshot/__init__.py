"""A catalog kept: as a file that can be compared years later, and as a fingerprint."""

from sync.snapshot.digests import Fingerprint, fingerprint
from sync.snapshot.file import Snapshot, read_snapshot, snapshot_of, snapshot_text, write_snapshot

__all__ = ["Fingerprint", "Snapshot", "fingerprint", "read_snapshot", "snapshot_of", "snapshot_text", "write_snapshot"]
