"""Runs of whole processes: how long they take, and how much memory they hold."""

import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

_LOOK_EVERY_S = 0.005
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Command:
    """What is run.

    Attributes:
        words: The program's file and its arguments.
        status: The exit status that tells it did its work.
    """

    words: Sequence[str]
    status: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What the runs of one command took.

    Attributes:
        seconds: From start to end: the median.
        peak_mib: The most memory that its process and the children of that held together.
    """

    seconds: float
    peak_mib: float


def measure(commands: Sequence[Command], rounds: int) -> list[Figures]:
    """The figures of some commands that run in turn, so that what disturbs the machine disturbs all of them.

    Before, each runs once for its memory: looking at it takes time.

    Raises:
        RuntimeError: One ended with another status than the one expected.
    """
    peaks = [_peak_mib(command) for command in commands]
    runs = [[_seconds(command) for command in commands] for _ in range(rounds)]
    return [
        Figures(statistics.median(seconds), peak) for peak, seconds in zip(peaks, zip(*runs, strict=True), strict=True)
    ]


def _seconds(command: Command) -> float:
    started = time.perf_counter()
    ended = subprocess.run(command.words, check=False, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    _check(command, ended.returncode)
    return seconds


def _peak_mib(command: Command) -> float:
    """Seen by looking often: the kernel's count begins with the memory of the process that starts the command."""
    peak = 0
    with subprocess.Popen(command.words, stdout=subprocess.DEVNULL) as running:
        process = psutil.Process(running.pid)
        while running.poll() is None:
            peak = max(peak, _held(process))
            time.sleep(_LOOK_EVERY_S)
    _check(command, running.returncode)
    return peak / _MIB


def _held(process: psutil.Process) -> int:
    held = 0
    try:
        for one in (process, *process.children(recursive=True)):
            held += one.memory_info().rss
    except psutil.NoSuchProcess:
        pass  # it ended meanwhile
    return held


def _check(command: Command, status: int) -> None:
    if status != command.status:
        raise RuntimeError(f"{' '.join(command.words)} ended with status {status}")
