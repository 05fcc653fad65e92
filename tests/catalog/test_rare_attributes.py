"""What PostgreSQL keeps about objects and few people ever set: each is found, and nothing beside it."""

from tests.support.catalogs import between, shown
from tests.support.servers import Databases
from tests.support.single_changes import changed

FUNCTION = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
PARTITIONED = "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);"


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
