"""How long `schemabot diff` takes, next to `pg_dump -s` of one of the two databases, and how much memory it holds.

    python benchmarks/diff.py [musicbrainz] [synthetic] [growth] [help] [drifted] [--rounds 5]

All are whole processes on one embedded server. Targets stand beside the figures.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.measuring import LAYOUT, SCHEMABOT, SYNTHETIC, Bench, Case, Command, Line, measure, show
from sync.postgres.database import Database

GROWTH = (1_000, 10_000)


def compare(bench: Bench, name: str, a: Database, b: Database, *, equal: bool = True, target: str = "") -> Line:
    """Measure the comparison of two databases and the dump of the first."""
    pg_dump = str(bench.databases.server.programs.folder / "pg_dump")
    commands = [
        Command([SCHEMABOT, "diff", a.url, b.url, "--exit-code"], status=0 if equal else 1),
        Command([pg_dump, "--schema-only", a.url]),
    ]
    ours, theirs = measure(commands, bench.rounds)
    return Line(name, ours, theirs, target)


def twins_of_musicbrainz(bench: Bench) -> Iterator[object]:
    """Two copies of MusicBrainz."""
    yield compare(bench, "MusicBrainz", *bench.musicbrainz(), target="ratio ≤ 1.5")


def drifted_musicbrainz(bench: Bench) -> Iterator[object]:
    """MusicBrainz, and a copy that somebody changed."""
    yield compare(bench, "MusicBrainz, drifted", *bench.drifted(), equal=False, target="ratio ≤ 1.5")


def twins_of_many_tables(bench: Bench) -> Iterator[object]:
    """Two copies of a large schema."""
    pair = bench.synthetic(SYNTHETIC)
    yield compare(bench, f"{SYNTHETIC:,} tables", *pair, target="ratio ≤ 1.0, peak < 400 MiB")


def growth(bench: Bench) -> Iterator[object]:
    """Small and large schemas of one form: how the time grows with them."""
    lines = []
    for tables in GROWTH:
        line = compare(bench, f"{tables:,} tables", *bench.synthetic(tables))
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


CASES: Mapping[str, Case] = {
    "musicbrainz": twins_of_musicbrainz,
    "drifted": drifted_musicbrainz,
    "synthetic": twins_of_many_tables,
    "growth": growth,
    "help": help_of_diff,
}

if __name__ == "__main__":
    show(str(__doc__), CASES, "pg_dump -s")
