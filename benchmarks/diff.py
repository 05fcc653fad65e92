"""How long `schemabot diff` takes on two MusicBrainz databases, next to `pg_dump -s` of one of them.

Both are whole processes on the same embedded server, in turn, five rounds; the figure is the ratio of the medians.
"""

import os
import platform
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sync.postgres import EmbeddedServer  # the tests' helpers are found from the repository's top
from tests.support import musicbrainz
from tests.support.servers import Databases, rows

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Run:
    """One process.

    Attributes:
        seconds: From start to end.
        peak_mib: The most memory it held.
    """

    seconds: float
    peak_mib: float


def measure(command: list[str]) -> Run:
    """Run a command to its end, without its output.

    Raises:
        RuntimeError: It failed.
    """
    started = time.perf_counter()
    silent = os.open(os.devnull, os.O_WRONLY)
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, silent, 1)])
    _, status, used = os.wait4(pid, 0)
    os.close(silent)
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"{command[0]} failed")
    kib = used.ru_maxrss / (1024 if platform.system() == "Darwin" else 1)
    return Run(time.perf_counter() - started, kib / 1024)


def main() -> None:
    """Build the twins, measure in turn, print the table."""
    with EmbeddedServer.throwaway() as server:
        databases = Databases(server)
        first = databases.fresh(name="musicbrainz_1")
        musicbrainz.load(first, server)
        second = databases.fresh(template="musicbrainz_1", name="musicbrainz_2")
        (tables, triggers), *_ = rows(
            first,
            """
            SELECT (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace >= 16384),
                   (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal)
            """,
        )
        schemabot = [str(Path(sys.executable).with_name("schemabot")), "diff", first.url, second.url, "--exit-code"]
        pg_dump = [str(server.programs.folder / "pg_dump"), "--schema-only", first.url]
        runs = [(measure(schemabot), measure(pg_dump)) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(run.seconds for run in side) for side in zip(*runs, strict=True))
    print(f"MusicBrainz: {tables} tables, {triggers} triggers; {ROUNDS} rounds, medians")
    print(f"schemabot diff   {ours:6.2f} s   peak {max(run.peak_mib for run, _ in runs):4.0f} MiB")
    print(f"pg_dump -s       {theirs:6.2f} s")
    print(f"ratio            {ours / theirs:6.2f}")


if __name__ == "__main__":
    main()
