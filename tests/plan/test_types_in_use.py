"""Types that change while rows have values of them, and views and functions that need each other."""

import psycopg
import pytest

from sync.errors import PlanError
from sync.postgres.database import Database
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from tests.support.catalogs import between
from tests.support.exporting import exported, loaded
from tests.support.servers import Databases, execute, rows
from tests.support.travelling import planned

_ENUM = "CREATE TYPE state AS ENUM ({}); CREATE TABLE orders (id integer, state state DEFAULT 'new')"
# The second view reads the first, which calls a function that returns rows of the second.
_CIRCLE = """
    CREATE TYPE kind AS ENUM ('a');
    CREATE TABLE posts (id integer, title varchar(9), kind kind);
    CREATE VIEW "first" AS SELECT id, title, kind FROM posts;
    CREATE VIEW "second" AS SELECT id, title COLLATE "C" AS "a b", ARRAY[kind] AS kinds FROM "first";
    CREATE FUNCTION latest(integer) RETURNS SETOF "second" LANGUAGE sql AS 'SELECT * FROM "second" LIMIT $1';
    CREATE OR REPLACE VIEW "first" AS
        SELECT id, title, kind FROM posts WHERE id NOT IN (SELECT latest.id FROM latest(1));
    COMMENT ON COLUMN "second"."a b" IS 'short';
"""


def become(a: Database, b: Database, scratch: Scratch) -> None:
    """Make one database like the other."""
    found = planned(a, b, scratch, proof=False)
    with connect(a, autocommit=True) as connection:
        for statement in found.statements:
            connection.execute(statement.encode())


def test_a_removed_value_that_a_row_has_fails_and_nothing_is_lost(databases: Databases, scratch: Scratch) -> None:
    a, b = (databases.fresh(_ENUM.format(values)) for values in ("'new', 'lost', 'paid'", "'new', 'paid'"))
    execute(a, "INSERT INTO orders VALUES (1, 'paid'), (2, 'lost')")
    before = len(between(a, b))
    with pytest.raises(psycopg.errors.InvalidTextRepresentation, match=r'for enum public.state: "lost"'):
        become(a, b, scratch)
    assert rows(a, "SELECT id, state::text FROM orders ORDER BY id") == [(1, "paid"), (2, "lost")]
    assert len(between(a, b)) == before
    execute(a, "DELETE FROM orders WHERE state = 'lost'")
    become(a, b, scratch)
    assert between(a, b) == ()
    assert rows(a, "INSERT INTO orders VALUES (3) RETURNING state::text") == [("new",)]


def test_a_circle_of_views_and_a_function_comes_and_goes(each_databases: Databases, scratch: Scratch) -> None:
    empty, full = each_databases.fresh(), each_databases.fresh(_CIRCLE)
    again = loaded(each_databases, exported(full))
    assert between(again, full) == ()
    become(empty, full, scratch)
    assert between(empty, full) == ()
    become(full, each_databases.fresh(), scratch)
    assert between(full, each_databases.fresh()) == ()


def test_a_circle_that_cannot_be_opened_is_named(databases: Databases, scratch: Scratch) -> None:
    circle = """
        CREATE TABLE t (a integer);
        CREATE FUNCTION most() RETURNS integer LANGUAGE sql STABLE RETURN 1;
        CREATE MATERIALIZED VIEW kept AS SELECT a FROM t WHERE a > most() WITH NO DATA;
        CREATE OR REPLACE FUNCTION most() RETURNS integer LANGUAGE sql STABLE RETURN (SELECT max(a) FROM kept);
    """
    a, b = databases.fresh(), databases.fresh(circle)
    with pytest.raises(PlanError, match=r"in a circle: .*materialized view public\.kept"):
        planned(a, b, scratch, proof=False)
    with pytest.raises(PlanError, match=r"in a circle: .*function public\.most\(\)"):
        exported(b)
