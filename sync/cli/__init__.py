"""The engine's commands in the terminal. What only one command needs, that command imports."""

from sync.cli import comparing, standing
from sync.cli.application import CHECK_FAILED, Load, app, run

__all__ = ["CHECK_FAILED", "Load", "app", "comparing", "run", "standing"]
