"""The use case behind `schemabot diff --format sql`: what differs, as SQL that makes A like B, tried on a copy of A."""

from sync.planning.finding import Wanted, plan
from sync.planning.value import Plan, Reverse, Side

__all__ = ["Plan", "Reverse", "Side", "Wanted", "plan"]
