"""A process with the durable engine and a deployment of one long step, which writes down when it begins and ends.

python tests/support/engine_process.py URL FILE NAME [start]
"""

import os
import signal
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.deployments.engine import Engine
from bot.deployments.work import Durable
from bot.store import open_state
from bot.store.state import VARIABLE

STEP_S = 8.0


class Work:
    """A deployment of one step."""

    def __init__(self, file: Path, name: str) -> None:
        self._file, self._name = file, name

    def run(self, deployment: str, durable: Durable) -> None:
        """Do it."""

        def step() -> str:
            self.tell(f"begins {deployment}")
            time.sleep(STEP_S)
            self.tell(f"ends {deployment}")
            return "go"

        durable.step("long", step)

    def failed(self, _deployment: str, error: Exception) -> None:
        """It does not."""
        self.tell(f"failed {error}")

    def tell(self, what: str) -> None:
        """Write down what happened."""
        with self._file.open("a") as file:
            file.write(f"{self._name} {what}\n")


def main(url: str, file: str, name: str, *start: str) -> None:
    """Work until SIGTERM."""
    stopping, told = threading.Event(), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    work = Work(Path(file), name)
    with open_state({VARIABLE: url}) as state:
        engine = Engine(state, stopping)
        with engine.launched(work, {}, lambda *_: "", lambda: None):  # type: ignore[arg-type]  # as much of it as is used
            work.tell("is there")
            if start:
                engine.start("production-1", "production")
            told.wait()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
