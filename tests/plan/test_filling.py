"""Materialized views are filled when that can be, stay without rows when they had none, and never end a plan."""

from pathlib import Path

import pytest

from sync.catalog import Scope, read_catalog
from sync.model import Identity, Kind
from sync.planning import Wanted, plan
from sync.planning.value import Plan
from sync.postgres.database import Database
from sync.shadow.scratch import Scratch
from sync.snapshot import read_snapshot, write_snapshot
from sync.sources import LiveSource, Source, resolve
from tests.support.servers import Databases, execute, rows

_TABLE = "CREATE TABLE t (a int); INSERT INTO t VALUES (1);"
_POPULATED = "SELECT relname FROM pg_class WHERE relkind = 'm' AND relispopulated ORDER BY 1"


def live(database: Database) -> LiveSource:
    return LiveSource("it", database, None)


def run(a: Database, b: Source, scratch: Scratch, wanted: Wanted | None = None) -> Plan:
    """Plan, prove and run it."""
    found = plan(live(a), b, scratch, wanted or Wanted(reverse=True))
    assert found.proven
    execute(a, ";\n".join(found.statements))
    return found


def populated(database: Database) -> list[str]:
    return [name for (name,) in rows(database, _POPULATED)]


def test_a_new_one_is_filled_unless_it_reads_one_that_is_not_populated(databases: Databases, scratch: Scratch) -> None:
    there = f"{_TABLE} CREATE MATERIALIZED VIEW full_one AS SELECT a FROM t;"
    a = databases.fresh(f"{there} CREATE MATERIALIZED VIEW empty AS SELECT a FROM t WITH NO DATA")
    b = databases.fresh(
        f"""{there} CREATE MATERIALIZED VIEW empty AS SELECT a FROM t; CREATE VIEW over_it AS SELECT a FROM empty;
        CREATE MATERIALIZED VIEW reads_empty AS SELECT a FROM over_it;
        CREATE MATERIALIZED VIEW reads_that AS SELECT a FROM reads_empty;
        CREATE MATERIALIZED VIEW reads_full AS SELECT a FROM full_one WITH NO DATA;"""
    )
    found = run(a, live(b), scratch)
    assert populated(a) == ["full_one", "reads_full"]
    assert rows(a, "SELECT a FROM reads_full") == [(1,)]
    assert found.reverse is not None
    assert found.reverse.proven


def test_it_comes_back_as_it_was(databases: Databases, scratch: Scratch) -> None:
    a = databases.fresh(
        f"""{_TABLE} CREATE MATERIALIZED VIEW full_one AS SELECT a FROM t;
        CREATE MATERIALIZED VIEW fails AS SELECT 1 / (a - a) AS b FROM t WITH NO DATA;"""
    )
    b = databases.fresh(
        """CREATE TABLE t (a int); CREATE MATERIALIZED VIEW full_one AS SELECT a, 2 AS b FROM t;
        CREATE MATERIALIZED VIEW fails AS SELECT 1 / (a - a) AS b, 2 AS c FROM t"""
    )
    found = run(a, live(b), scratch)
    assert populated(a) == ["full_one"]
    assert found.reverse is not None
    execute(a, "; ".join(one.sql for batch in found.reverse.batches for one in batch.statements))
    assert populated(a) == ["full_one"]


def test_rows_that_cannot_come_back_are_told(databases: Databases, scratch: Scratch) -> None:
    a, b = (
        databases.fresh(
            f"""{_TABLE} CREATE MATERIALIZED VIEW below AS SELECT a FROM t;
            CREATE MATERIALIZED VIEW above AS SELECT a, {number} AS b FROM below"""
        )
        for number in (1, 2)
    )
    execute(a, "REFRESH MATERIALIZED VIEW below WITH NO DATA")
    found = run(a, live(b), scratch)
    hazards = [hazard.text for batch in found.batches for one in batch.statements for hazard in one.effect.hazards]
    assert "drops public.above and its rows, and cannot fill it again, as public.below is not populated" in hazards
    assert populated(a) == []


@pytest.mark.parametrize("renames", [(), ("public.empty=public.hollow",)])
def test_it_is_known_under_another_name(databases: Databases, scratch: Scratch, renames: tuple[str, ...]) -> None:
    name = "hollow" if renames else "empty"
    a = databases.fresh(f"{_TABLE} CREATE MATERIALIZED VIEW empty AS SELECT a FROM t WITH NO DATA")
    b = databases.fresh(
        f"""CREATE TABLE t (a int); CREATE MATERIALIZED VIEW {name} AS SELECT a FROM t;
        CREATE MATERIALIZED VIEW reads_it AS SELECT a FROM {name}"""
    )
    run(a, live(b), scratch, Wanted(reverse=True, renames=renames))
    assert populated(a) == []


def test_a_snapshot_knows_it_and_one_of_before_is_read_too(
    databases: Databases, scratch: Scratch, tmp_path: Path
) -> None:
    a = databases.fresh(f"{_TABLE} CREATE MATERIALIZED VIEW empty AS SELECT a FROM t WITH NO DATA")
    b = databases.fresh(
        """CREATE TABLE t (a int); CREATE MATERIALIZED VIEW empty AS SELECT a FROM t;
        CREATE MATERIALIZED VIEW reads_it AS SELECT a FROM empty"""
    )
    path, scope = tmp_path / "a.json", Scope(dependencies=True)
    write_snapshot(path, read_catalog(a, scope), scope)
    empty = Identity(Kind.MATERIALIZED_VIEW, "public", "", "empty")
    assert read_snapshot(path).catalog.unpopulated == {empty}
    expected = plan(live(a), live(b), scratch)
    kept = resolve(str(path), lambda: pytest.fail("a snapshot needs no configuration"))
    assert list(plan(kept, live(b), scratch).statements) == list(expected.statements)
    path.write_text(path.read_text().replace(',\n "unpopulated": [\n  "materialized view public.empty"\n ]', ""))
    assert "unpopulated" not in path.read_text()
    assert read_snapshot(path).catalog.unpopulated == frozenset()
    assert read_snapshot(path).scope.dependencies


def test_whether_it_is_populated_is_no_difference(databases: Databases, scratch: Scratch) -> None:
    a = databases.fresh(f"{_TABLE} CREATE MATERIALIZED VIEW m AS SELECT a FROM t WITH NO DATA")
    b = databases.fresh(f"{_TABLE} CREATE MATERIALIZED VIEW m AS SELECT a FROM t")
    for one, other in ((a, b), (b, a)):
        found = plan(live(one), live(other), scratch, Wanted(reverse=True))
        assert (found.differences, found.batches) == ((), ())
