"""How long `schemabot diff` takes, next to `pg_dump -s` of one of the two databases, and how much memory it holds.

    python benchmarks/diff.py [musicbrainz] [synthetic] [growth] [help] [drifted] [--rounds 5]

All are whole processes on one embedded server. Targets stand beside the figures.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.measuring import Command, Figures, measure  # found from the repository's top, as the tests' helpers
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from tests.support import musicbrainz, synthetic
from tests.support.servers import Build, Databases, execute

DRIFT = Path(__file__).with_name("drift.sql")
SYNTHETIC = 5_000
GROWTH = (1_000, 10_000)

SCHEMABOT = str(Path(sys.executable).with_name("schemabot"))
LAYOUT = "{:<26}{:>15}{:>12}{:>8}{:>11}   {}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table.

    Attributes:
        name: What was compared.
        ours: The figures of `schemabot`.
        theirs: Those of `pg_dump`, where it ran beside.
        target: What the figures should be.
    """

    name: str
    ours: Figures
    theirs: Figures | None = None
    target: str = ""

    def __str__(self) -> str:
        """The columns."""
        dump = f"{self.theirs.seconds:.2f} s" if self.theirs else ""
        ratio = f"{self.ours.seconds / self.theirs.seconds:.2f}" if self.theirs else ""
        ours, peak = f"{self.ours.seconds:.2f} s", f"{self.ours.peak_mib:.0f} MiB"
        return LAYOUT.format(self.name, ours, dump, ratio, peak, self.target).rstrip()


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the cases build their databases, and how often they measure."""

    databases: Databases
    rounds: int

    def compare(self, name: str, a: Database, b: Database, *, equal: bool = True, target: str = "") -> Line:
        """Measure the comparison of two databases and the dump of the first."""
        pg_dump = str(self.databases.server.programs.folder / "pg_dump")
        commands = [
            Command([SCHEMABOT, "diff", a.url, b.url, "--exit-code"], status=0 if equal else 1),
            Command([pg_dump, "--schema-only", a.url]),
        ]
        ours, theirs = measure(commands, self.rounds)
        return Line(name, ours, theirs, target)

    def musicbrainz(self) -> tuple[Database, Database]:
        """Two databases with MusicBrainz."""
        return self._twins("musicbrainz", musicbrainz.load)

    def synthetic(self, tables: int) -> tuple[Database, Database]:
        """Two databases with so many synthetic tables."""
        return self._twins(f"synthetic_{tables}", lambda database, _: synthetic.build(database, tables))

    def _twins(self, name: str, build: Build) -> tuple[Database, Database]:
        first = self.databases.fresh(name=name)
        build(first, self.databases.server)
        execute(first, "VACUUM ANALYZE")  # as in a database in use; autovacuum would do so while we measure
        return first, self.databases.fresh(template=name)


def twins_of_musicbrainz(bench: Bench) -> Iterator[object]:
    """Two copies of MusicBrainz."""
    yield bench.compare("MusicBrainz", *bench.musicbrainz(), target="ratio ≤ 1.5")


def drifted_musicbrainz(bench: Bench) -> Iterator[object]:
    """MusicBrainz, and a copy that somebody changed."""
    a, b = bench.musicbrainz()
    execute(b, DRIFT.read_text(encoding="utf-8"))
    yield bench.compare("MusicBrainz, drifted", a, b, equal=False, target="ratio ≤ 1.5")


def twins_of_many_tables(bench: Bench) -> Iterator[object]:
    """Two copies of a large schema."""
    pair = bench.synthetic(SYNTHETIC)
    yield bench.compare(f"{SYNTHETIC:,} tables", *pair, target="ratio ≤ 1.0, peak < 400 MiB")


def growth(bench: Bench) -> Iterator[object]:
    """Small and large schemas of one form: how the time grows with them."""
    lines = []
    for tables in GROWTH:
        line = bench.compare(f"{tables:,} tables", *bench.synthetic(tables))
        lines.append(line)
        yield line
        bench.databases.drop()
    few, many = lines
    assert few.theirs is not None
    assert many.theirs is not None
    factors = (many.ours.seconds / few.ours.seconds, many.theirs.seconds / few.theirs.seconds)
    target = f"factor ≤ {GROWTH[1] / GROWTH[0]:.0f}, which is linear"
    yield LAYOUT.format("growth", *(f"{factor:.1f} x" for factor in factors), "", "", target)


def help_of_diff(bench: Bench) -> Iterator[object]:
    """What a person waits for who only asks what there is."""
    (ours,) = measure([Command([SCHEMABOT, "diff", "--help"])], bench.rounds)
    yield Line("diff --help", ours, target="≤ 0.25 s")


CASES: dict[str, Callable[[Bench], Iterator[object]]] = {
    "musicbrainz": twins_of_musicbrainz,
    "drifted": drifted_musicbrainz,
    "synthetic": twins_of_many_tables,
    "growth": growth,
    "help": help_of_diff,
}


def main() -> None:
    """Measure the chosen cases, all when none is named, and print a line as soon as it is known."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", 1)[0])
    parser.add_argument("cases", nargs="*", choices=[*CASES, "all"], default="all")
    parser.add_argument("--rounds", type=int, default=5, help="how often each process runs; the median is shown")
    chosen = parser.parse_args()
    with EmbeddedServer.throwaway() as server:
        bench = Bench(Databases(server), chosen.rounds)
        print(LAYOUT.format("", "schemabot", "pg_dump -s", "ratio", "peak", "target"))
        for name in CASES if "all" in chosen.cases else chosen.cases:
            for line in CASES[name](bench):
                print(line, flush=True)
            bench.databases.drop()


if __name__ == "__main__":
    main()
