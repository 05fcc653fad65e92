"""Deploys again and again, and kills most of the deployers: `python -m tests.deploy.killing URL FOLDER SEED LONGEST_S`.

Each deployer is a process of its own, which ends at SIGKILL as one that the machine ends: nothing is closed or undone.
Prints how many were killed when one has come to the end.
"""

import os
import random
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

from sync.deploy import Settings, deploy
from sync.migrations.folder import migrations_in
from sync.postgres.database import Database

_PATIENT = Settings(lock_timeout=timedelta(seconds=20), wait=timedelta(minutes=1), run_by="killed@test")
_AT_MOST = 1_000
_PATIENCE = 1.02  # on a busy machine nobody may come far enough to do anything


def main(url: str, folder: str, seed: str, longest_s: str) -> int:
    """Deploy until all is applied. Returns how many deployers were killed."""
    database = Database(url, "target")
    migrations = migrations_in(Path(folder))
    chance = random.Random(int(seed))  # noqa: S311 - the same moments each time
    for killed in range(_AT_MOST):
        child = os.fork()
        if child == 0:
            deploy(database, migrations, _PATIENT)
            os._exit(0)
        status = _ended(child, time.monotonic() + chance.uniform(0.005, float(longest_s) * _PATIENCE**killed))
        if os.WIFEXITED(status):
            if os.WEXITSTATUS(status):
                raise SystemExit(f"a deployer ended with {os.WEXITSTATUS(status)}")
            return killed
    raise SystemExit("it never comes to the end")


def _ended(child: int, end: float) -> int:
    """How a process ended, which is killed at a moment."""
    while time.monotonic() < end:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return status
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


if __name__ == "__main__":
    sys.stdout.write(str(main(*sys.argv[1:])))
