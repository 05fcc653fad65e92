"""Deploys again and again, and kills most of the deployers: `python -m tests.deploy.killing URL FOLDER SEED LONGEST_S`.

Each deployer is a process of its own, which ends at SIGKILL as one that the machine ends: nothing is closed or undone.
Prints how many were killed when one has come to the end. With the word `rollback` behind these, all is taken back.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sync.deploy import Settings, deploy, prepare_rollback, roll_back
from sync.errors import MigrationError
from sync.migrations.folder import migrations_in
from sync.migrations.migration import Migration
from sync.postgres.database import Database
from sync.shadow.scratch import Scratch

_PATIENT = Settings(lock_timeout=timedelta(seconds=20), wait=timedelta(minutes=1), run_by="killed@test")
_AT_MOST = 1_000
_PATIENCE = 1.02  # on a busy machine nobody may come far enough to do anything


def main(url: str, folder: str, seed: str, longest_s: str, what: str = "deploy") -> int:
    """Deploy until all is applied, or taken back. Returns how many deployers were killed."""
    database = Database(url, "target")
    migrations = migrations_in(Path(folder))
    chance = random.Random(int(seed))  # noqa: S311 - the same moments each time
    for killed in range(_AT_MOST):
        act = (
            _rollback(database, migrations) if what == "rollback" else (lambda: deploy(database, migrations, _PATIENT))
        )
        if act is None:
            return killed
        child = os.fork()
        if child == 0:
            act()
            os._exit(0)
        status = _ended(child, time.monotonic() + chance.uniform(0.005, float(longest_s) * _PATIENCE**killed))
        if os.WIFEXITED(status):
            if os.WEXITSTATUS(status):
                raise SystemExit(f"a deployer ended with {os.WEXITSTATUS(status)}")
            return killed
    raise SystemExit("it never comes to the end")


def _rollback(database: Database, migrations: tuple[Migration, ...]) -> Callable[[], object] | None:
    """What takes all back; None where the one that was killed had done all of it."""
    with Scratch() as scratch:
        try:
            way = prepare_rollback(database, migrations, scratch, to="0")
        except MigrationError as error:
            if "no migration that could be taken back" in str(error):
                return None
            raise
    return lambda: roll_back(database, way, _PATIENT)


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
