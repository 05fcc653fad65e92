"""Statements whose parts are nested deep: what servers take is read, and what ends a parser is refused."""

from pathlib import Path

import pytest

from sync.deploy.dry import dry_run
from sync.errors import ReplayError
from sync.migrations import SqlFile
from sync.parsing import refuse_depth
from sync.shadow.replay import replay
from tests.deploy.support import QUICK, deployed, migrations
from tests.support.servers import Databases, rows

LONG = [
    "CREATE VIEW v AS SELECT 1" + " || 'x'" * 200,
    "CREATE VIEW v AS " + " UNION ALL ".join(f"SELECT {number} AS a, 'x' AS b" for number in range(300)),
]


@pytest.mark.parametrize("text", LONG)
def test_long_chains_are_read(databases: Databases, tmp_path: Path, text: str) -> None:
    written = migrations(tmp_path, text)
    database = databases.fresh()
    ((judged,),) = (one.steps for one in dry_run(database, written, QUICK).migrations)
    assert len(judged.statements) == 1
    deployed(database, written)
    replay([written[0].file], databases.fresh())
    assert rows(database, "SELECT count(*) > 0 FROM v") == [(True,)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("SELECT 1;\nSELECT 1" + "\n+ 1" * 50_000, 5002),
        ("SELECT 'é'" + "\n::text" * 50_000, 5001),
        ("\nUNION ALL ".join(["SELECT 1, 2"] * 60_000), 10_002),
        ("SELECT " + "(" * 100_000, 1),
        ("SELECT " + "NOT " * 100_000, 1),
    ],
)
def test_what_ends_the_parser_is_refused(text: str, line: int) -> None:
    with pytest.raises(ReplayError, match=rf"m.sql, line {line}, column \d+: (stack depth limit|memory exhausted)"):
        _ = SqlFile(Path("m.sql"), text.encode()).statements


def test_what_is_only_large_is_not() -> None:
    refuse_depth("INSERT INTO t VALUES " + ", ".join(["(-1::integer, 'a' || 'b')"] * 50_000))
    refuse_depth("SELECT 1;\n" * 50_000)
    refuse_depth(f"SELECT '{'union ' * 20_000}'")
