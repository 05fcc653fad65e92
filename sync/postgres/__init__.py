"""Connections to databases, and the embedded PostgreSQL server. Knows nothing of what is in a database."""
