"""Reads the catalog of one database: set-based queries, one read-only transaction, an empty search path."""

from sync.catalog.reader import read_catalog
from sync.catalog.scope import Profile, Scope

__all__ = ["Profile", "Scope", "read_catalog"]
