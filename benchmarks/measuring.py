"""Runs of whole processes: how long they take, and how much memory they hold; and the table that shows it."""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from sync.postgres.database import Database  # found from the repository's top, as the tests' helpers
from sync.postgres.embedded import EmbeddedServer
from tests.support import musicbrainz, synthetic
from tests.support.servers import Build, Databases, execute

DRIFT = Path(__file__).with_name("drift.sql")
SYNTHETIC = 5_000
SCHEMABOT = str(Path(sys.executable).with_name("schemabot"))
LAYOUT = "{:<26}{:>15}{:>14}{:>8}{:>11}   {}"

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


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table.

    Attributes:
        name: What was done.
        ours: The figures of `schemabot`.
        theirs: Those of what ran beside, if anything did.
        target: What the figures should be.
    """

    name: str
    ours: Figures
    theirs: Figures | None = None
    target: str = ""

    def __str__(self) -> str:
        """The columns."""
        beside = f"{self.theirs.seconds:.2f} s" if self.theirs else ""
        ratio = f"{self.ours.seconds / self.theirs.seconds:.2f}" if self.theirs else ""
        ours, peak = f"{self.ours.seconds:.2f} s", f"{self.ours.peak_mib:.0f} MiB"
        return LAYOUT.format(self.name, ours, beside, ratio, peak, self.target).rstrip()


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the cases build their databases, and how often they measure."""

    databases: Databases
    rounds: int

    def musicbrainz(self) -> tuple[Database, Database]:
        """Two databases with MusicBrainz."""
        return self._twins("musicbrainz", musicbrainz.load)

    def drifted(self) -> tuple[Database, Database]:
        """MusicBrainz, and a copy that somebody changed."""
        a, b = self.musicbrainz()
        execute(b, DRIFT.read_text(encoding="utf-8"))
        return a, b

    def synthetic(self, tables: int) -> tuple[Database, Database]:
        """Two databases with so many synthetic tables."""
        return self._twins(f"synthetic_{tables}", lambda database, _: synthetic.build(database, tables))

    def _twins(self, name: str, build: Build) -> tuple[Database, Database]:
        first = self.databases.fresh(name=name)
        build(first, self.databases.server)
        execute(first, "VACUUM ANALYZE")  # as in a database in use; autovacuum would do so while we measure
        return first, self.databases.fresh(template=name)


Case = Callable[[Bench], Iterator[object]]


def show(about: str, cases: Mapping[str, Case], beside: str) -> None:
    """Measure the cases that the command line names, all when it names none; each line as soon as it is known.

    Args:
        about: What is measured, for people who ask for help.
        cases: By name.
        beside: What the other column shows.
    """
    parser = argparse.ArgumentParser(description=about.split("\n", 1)[0])
    parser.add_argument("cases", nargs="*", choices=[*cases, "all"], default="all")
    parser.add_argument("--rounds", type=int, default=5, help="how often each process runs; the median is shown")
    chosen = parser.parse_args()
    with EmbeddedServer.throwaway() as server:
        bench = Bench(Databases(server), chosen.rounds)
        print(LAYOUT.format("", "schemabot", beside, "ratio", "peak", "target"))
        for name in cases if "all" in chosen.cases else chosen.cases:
            for line in cases[name](bench):
                print(line, flush=True)
            bench.databases.drop()


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
