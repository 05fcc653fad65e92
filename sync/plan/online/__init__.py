"""The safer way: actions that hold no strong lock while they read or write all of a table."""

from sync.plan.online.instead import online

__all__ = ["online"]
