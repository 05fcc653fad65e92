"""Reads the catalog of one database: set-based queries, one read-only transaction, an empty search path."""

from sync.catalog.patterns import NO_PATTERNS, Patterns
from sync.catalog.reader import read, read_catalog
from sync.catalog.reading import Reading
from sync.catalog.scope import Profile, Scope
from sync.catalog.script import LOCK_TIMEOUT_S

__all__ = ["LOCK_TIMEOUT_S", "NO_PATTERNS", "Patterns", "Profile", "Reading", "Scope", "read", "read_catalog"]
