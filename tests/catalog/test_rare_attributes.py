"""What PostgreSQL keeps about objects and few people ever set: each is found, and nothing beside it."""

import pytest

from tests.support.catalogs import Shown, between, shown
from tests.support.servers import Databases
from tests.support.single_changes import changed

FUNCTION = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
PARTITIONED = "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);"


@pytest.mark.parametrize(
    ("before", "change", "expected"),
    [
        (
            "CREATE EXTENSION citext; CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1';",
            "ALTER FUNCTION g() DEPENDS ON EXTENSION citext",
            changed("function", "public.g()", "depends_on_extensions"),
        ),
        (
            "CREATE EXTENSION citext; CREATE TABLE t (a int); CREATE INDEX i ON t (a);",
            "ALTER INDEX i DEPENDS ON EXTENSION citext",
            changed("index", "public.t/i", "depends_on_extensions"),
        ),
        (
            f"""CREATE EXTENSION citext; CREATE TABLE t (a int); {FUNCTION}
            CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();""",
            "ALTER TRIGGER g ON t DEPENDS ON EXTENSION citext",
            changed("trigger", "public.t/g", "depends_on_extensions"),
        ),
        (
            "CREATE EXTENSION citext; CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;",
            "ALTER MATERIALIZED VIEW m DEPENDS ON EXTENSION citext",
            changed("materialized view", "public.m", "depends_on_extensions"),
        ),
        pytest.param(
            PARTITIONED,
            "UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'p1'::regclass",
            changed("table", "public.p1", "detach_pending"),
            marks=pytest.mark.since(14),
        ),
        (
            f"""{PARTITIONED} CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); CREATE UNIQUE INDEX i ON ONLY p (a);
            ALTER TABLE p1 ADD CONSTRAINT k UNIQUE (a);""",
            "ALTER INDEX i ATTACH PARTITION k",
            changed("constraint", "public.p1/k", "attached_to"),
        ),
        pytest.param(
            "CREATE UNLOGGED TABLE t (a int GENERATED ALWAYS AS IDENTITY);",
            "ALTER SEQUENCE t_a_seq SET LOGGED",
            changed("column", "public.t/a", "identity_sequence"),
            marks=pytest.mark.since(15),
        ),
    ],
)
def test_a_rare_attribute(each_databases: Databases, before: str, change: str, expected: Shown) -> None:
    assert shown(between(each_databases.fresh(before), each_databases.fresh(before + change))) == {expected}


def test_the_access_method_that_new_partitions_get(databases: Databases) -> None:
    a, b = databases.fresh(PARTITIONED), databases.fresh(f"{PARTITIONED} ALTER TABLE p SET ACCESS METHOD heap")
    assert shown(between(a, b)) == {changed("table", "public.p", "access_method")}


def test_a_foreign_key_of_a_partition_that_is_disabled_there(each_databases: Databases) -> None:
    tables = f"""{PARTITIONED} CREATE TABLE t (a int PRIMARY KEY);
        ALTER TABLE p ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES t;"""
    a, b = each_databases.fresh(tables), each_databases.fresh(f"{tables} ALTER TABLE p1 DISABLE TRIGGER ALL")
    assert shown(between(a, b)) == {("added", "constraint", "public.p1/k", ())}


def test_the_cost_of_a_function_is_as_people_wrote_it(databases: Databases) -> None:
    (difference,) = between(
        databases.fresh(), databases.fresh("CREATE FUNCTION f() RETURNS int COST 0.1 LANGUAGE sql AS 'SELECT 1'")
    )
    assert {one.name: one.new for one in difference.attributes}["cost"] == 0.1
