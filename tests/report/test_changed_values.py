"""A reader of the text sees what changed, also where it is small, long, or white space."""

import pytest

from sync.diff import Comparison
from sync.report import lines, plain
from tests.support.catalogs import between
from tests.support.servers import Databases

BODY = "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS E'{}'"


def below_the_name(databases: Databases, before: str, after: str) -> list[str]:
    """What stands under the first changed object."""
    found = Comparison("a", "b", between(databases.fresh(before), databases.fresh(after)), (), 0.0)
    return [line.strip() for line in plain(lines(found)).splitlines()[4:]]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("SELECT 1", "SELECT 1 ", ["- SELECT·1", "+ SELECT·1·"]),
        ("SELECT 1", "SELECT\t1", ["- SELECT·1", "+ SELECT\\t1"]),
        ("SELECT 1", "SELECT\u00a01", ["- SELECT·1", "+ SELECT\\u00a01"]),
    ],
)
def test_white_space_is_made_visible_where_nothing_else_differs(
    databases: Databases, before: str, after: str, expected: list[str]
) -> None:
    made = [f"SET check_function_bodies = off; {BODY.format(body)}" for body in (before, after)]
    assert below_the_name(databases, *made) == ["body: (only white space differs)", *expected]


def test_long_lines_are_shown_around_what_differs(databases: Databases) -> None:
    made = "CREATE TABLE t (a text CHECK (a <> '{}'))"
    (_, heading, old, new) = below_the_name(
        databases, made.format("x" * 900 + "A" + "y" * 900), made.format("x" * 900 + "BB" + "y" * 900)
    )
    assert heading == "definition:"
    assert old == f"- …{'x' * 60}A{'y' * 60}…"
    assert new == f"+ …{'x' * 60}BB{'y' * 60}…"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("'a, b'", "'a', 'b'", ["values: 'a, b' → a, b"]),
        ("'a '", "'a', ''", ["values: 'a ' → a, ''"]),
    ],
)
def test_values_of_a_list_cannot_be_mistaken(
    databases: Databases, before: str, after: str, expected: list[str]
) -> None:
    assert (
        below_the_name(databases, f"CREATE TYPE e AS ENUM ({before})", f"CREATE TYPE e AS ENUM ({after})") == expected
    )


def test_a_long_list_shows_which_value_moved(databases: Databases) -> None:
    values = [f"value_{number}" for number in range(20)]
    moved = [*values[:10], values[11], values[10], *values[12:]]
    made = ["CREATE TYPE e AS ENUM ({})".format(", ".join(f"'{one}'" for one in each)) for each in (values, moved)]
    found = below_the_name(databases, *made)
    assert found[0] == "values:"
    assert [line for line in found if line[0] in "+-"] == ["+value_11", "-value_11"]


def test_what_came_says_what_makes_it_dangerous(databases: Databases) -> None:
    after = """CREATE VIEW v WITH (security_invoker) AS SELECT 1 AS x;
        CREATE FUNCTION f() RETURNS int STABLE SECURITY DEFINER SET search_path = '' LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TABLE t (a int);"""
    changed = """CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g();
        ALTER TABLE t ENABLE ALWAYS TRIGGER g"""
    text = plain(lines(Comparison("a", "b", between(databases.fresh(), databases.fresh(after)), (), 0.0)))
    assert "+ view public.v  SELECT 1 AS x;, with (security_invoker=true)" in text
    assert "returns integer language sql stable security definer set search_path=" in text
    assert "EXECUTE FUNCTION public.g(), firing: always" in "\n".join(below_the_name(databases, after, after + changed))
