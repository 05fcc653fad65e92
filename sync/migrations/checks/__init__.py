"""Checks of migration files before anything is run: what a deployment would refuse, and what people want to know."""

from sync.migrations.checks.checking import Against, Checked, check
from sync.migrations.checks.finding import Finding, Severity

__all__ = ["Against", "Checked", "Finding", "Severity", "check"]
