"""How large relations are."""

from sync.catalog.sizes import sizes
from sync.model.size import Size
from sync.postgres.session import connect
from tests.support.servers import Databases, execute

_SETUP = """
CREATE SCHEMA "My Shop"; CREATE TABLE "My Shop".orders (id integer PRIMARY KEY, note text);
INSERT INTO "My Shop".orders SELECT n, 'x' FROM generate_series(1, 100) AS n;
CREATE TABLE parts (a integer) PARTITION BY LIST (a);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TABLE parts_2 PARTITION OF parts DEFAULT PARTITION BY LIST (a);
CREATE TABLE parts_3 PARTITION OF parts_2 DEFAULT;
INSERT INTO parts VALUES (1), (2), (3); CREATE TABLE unknown (a integer); INSERT INTO unknown VALUES (1);
CREATE MATERIALIZED VIEW sums AS SELECT count(*) FROM "My Shop".orders;
ANALYZE "My Shop".orders; ANALYZE parts_1; ANALYZE parts_3; ANALYZE sums;
"""
_PAGE = 8192


def test_rows_and_bytes(each_databases: Databases) -> None:
    database = each_databases.fresh(_SETUP)
    places = [
        ("My Shop", "orders"),
        ("My Shop", "orders_pkey"),
        *(("public", one) for one in ("sums", "unknown", "gone")),
    ]
    found = sizes(database, places)
    assert set(found) == set(places) - {("public", "gone")}
    orders = found["My Shop", "orders"]
    assert orders.rows == 100
    assert orders.bytes > found["My Shop", "orders_pkey"].bytes > 0
    assert found["public", "unknown"] == Size(None, _PAGE)
    assert found["public", "sums"].rows == 1
    assert sizes(database, []) == {}


def test_a_partitioned_table_is_as_large_as_its_partitions(each_databases: Databases) -> None:
    database = each_databases.fresh(_SETUP)
    assert sizes(database, [("public", "parts")]) == {("public", "parts"): Size(3, 2 * _PAGE)}
    execute(database, "CREATE TABLE parts_4 PARTITION OF parts FOR VALUES IN (4)")
    assert sizes(database, [("public", "parts")])["public", "parts"].rows is None


def test_it_takes_no_privilege(databases: Databases) -> None:
    role = "DO $$ BEGIN CREATE ROLE sizes_guest; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;"
    database = databases.fresh(_SETUP + role)
    execute(databases.server.database(), f"ALTER DATABASE {database.label.rpartition('/')[2]} SET role = sizes_guest")
    with connect(database) as connection:
        assert connection.execute("SELECT has_table_privilege('unknown', 'SELECT')").fetchone() == (False,)
    assert sizes(database, [("My Shop", "orders")])["My Shop", "orders"].rows == 100


def test_a_relation_that_is_locked_is_not_waited_for(databases: Databases) -> None:
    database = databases.fresh(_SETUP)
    with connect(database) as connection:
        connection.execute("LOCK unknown")
        assert sizes(database, [("public", "unknown")]) == {}
