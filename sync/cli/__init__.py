"""The engine's commands in the terminal. What only one command needs, that command imports."""

from sync.cli import backing_up, baselining, comparing, deploying, drifting, files, standing
from sync.cli.application import CANNOT_RUN, CHECK_FAILED, Load, app, run

__all__ = [
    "CANNOT_RUN",
    "CHECK_FAILED",
    "Load",
    "app",
    "backing_up",
    "baselining",
    "comparing",
    "deploying",
    "drifting",
    "files",
    "run",
    "standing",
]
