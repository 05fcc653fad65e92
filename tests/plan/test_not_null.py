"""Whether a column is NOT NULL by its parents alone: kept from PostgreSQL 18 on, and planned for those who ask."""

import pytest

from sync.planning import Wanted, plan
from sync.selection import Selection
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support.catalogs import between, shown
from tests.support.servers import Databases
from tests.support.single_changes import changed

_BY_PARENT = "CREATE TABLE parent (a integer NOT NULL); CREATE TABLE t () INHERITS (parent);"
_ALSO_BY_ITSELF = f"{_BY_PARENT} ALTER TABLE t ALTER a SET NOT NULL;"


def test_it_is_cosmetic(databases: Databases) -> None:
    (difference,) = between(databases.fresh(_BY_PARENT), databases.fresh(_ALSO_BY_ITSELF))
    assert shown([difference]) == {changed("column", "public.t/a", "not_null_inherited")}
    assert difference.cosmetic


def test_only_who_asks_is_told_what_no_statement_does(databases: Databases, scratch: Scratch) -> None:
    a, b = databases.fresh(_ALSO_BY_ITSELF), databases.fresh(_BY_PARENT)
    sides = (LiveSource("a", a, None), LiveSource("b", b, None))
    assert plan(*sides, scratch, Wanted(Selection.of(()))).batches == ()
    asked = plan(*sides, scratch, Wanted(Selection.of((), cosmetic=True)))
    assert asked.batches == ()
    (said,) = asked.diagnostics
    assert said.message.startswith("column public.t/a is to be its parents' alone, and is its table's own: PostgreSQL")


def test_a_partition_is_by_its_parent_whatever_is_said(databases: Databases) -> None:
    tables = """
        CREATE TABLE p (a integer NOT NULL) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
    """
    a, b = databases.fresh(tables), databases.fresh(f"{tables} ALTER TABLE p1 ALTER a SET NOT NULL")
    assert between(a, b) == ()


@pytest.mark.parametrize("tables", [_BY_PARENT, _ALSO_BY_ITSELF])
def test_servers_that_do_not_keep_it_are_equal_to_those_that_do(
    databases: Databases, databases_15: Databases, tables: str
) -> None:
    a, b = databases.fresh(tables), databases_15.fresh(tables)
    assert between(a, b) == between(b, a) == ()
