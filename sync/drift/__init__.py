"""The use case behind `schemabot drift`: what is live, held against what the applied migrations make."""

from sync.drift.finding import Drift, drift

__all__ = ["Drift", "drift"]
