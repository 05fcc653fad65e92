"""Connections to databases, and the embedded PostgreSQL server. Knows nothing of what is in a database."""

from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect

__all__ = ["Database", "EmbeddedServer", "connect"]
