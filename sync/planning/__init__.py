"""The use case behind `schemabot diff --format sql`: what differs, as SQL that makes A like B, tried on a copy of A."""

from sync.planning.finding import plan
from sync.planning.wanted import Wanted

__all__ = ["Wanted", "plan"]
