"""The JSON of a comparison, and that docs/json.md tells all of it."""

import json
import re
from pathlib import Path

from sync.catalog import read_catalog
from sync.diff import Comparison
from sync.model import Diagnostic, Kind
from sync.report import as_json
from tests.support.catalogs import PLAIN, between
from tests.support.servers import Databases

PAGE = (Path(__file__).parents[2] / "docs" / "json.md").read_text()
# One object of each kind, so that the reader says which class is behind it.
ALL_KINDS = """
CREATE SCHEMA shop; CREATE TYPE e AS ENUM ('a'); CREATE SEQUENCE s;
CREATE TABLE t (id integer PRIMARY KEY, x text); CREATE INDEX i ON t (x); CREATE POLICY p ON t USING (true);
CREATE VIEW v AS SELECT 1 AS x; CREATE MATERIALIZED VIEW m AS SELECT 1 AS x;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE PROCEDURE r() LANGUAGE sql AS 'SELECT 1';
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE FOREIGN DATA WRAPPER w; CREATE SERVER w FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE ft (id integer) SERVER w;
"""


def document(comparison: Comparison) -> dict[str, object]:
    found = json.loads(as_json(comparison))
    assert isinstance(found, dict)
    return found


def sections() -> dict[str, set[str]]:
    """The attributes that the page lists under each kind."""
    listed = PAGE.split("## Kinds and their attributes")[1]
    found = {}
    for section in listed.split("\n### ")[1:]:
        title, _, rest = section.partition("\n")
        cells = re.findall(r"^\| (`[^|]*) \|", rest, re.MULTILINE)
        for kind in title.split(", "):
            found[kind] = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    return found


def test_the_page_lists_the_attributes_of_each_kind(databases: Databases) -> None:
    objects = read_catalog(databases.fresh(ALL_KINDS), PLAIN).objects.values()
    model = {one.identity.kind.value: {name for name, _ in one.attributes()} for one in objects}
    assert set(model) == {kind.value for kind in Kind}
    assert sections() == model


def test_the_example_of_the_page_is_such_a_document(databases: Databases) -> None:
    found = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    example = json.loads(found[1])
    made = "CREATE TABLE orders (owner name); CREATE POLICY own_rows ON orders USING ({});"
    differences = between(
        databases.fresh(made.format("owner = CURRENT_USER")),
        databases.fresh(made.format("true") + "CREATE TYPE state AS ENUM ('new', 'paid');"),
    )
    note = Diagnostic("not-compared", "staging: 1 domain not compared (public.email)")
    assert document(Comparison("staging", "production", differences, (note,), 0.0)) == example


def test_values_are_exact(databases: Databases) -> None:
    body = " BEGIN\r\n -- \x1b[2J \u202e é\tü\n END "
    differences = between(
        databases.fresh(),
        databases.fresh(
            f'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ {body} $$; CREATE TABLE "a\x1bb" ();'
        ),
    )
    text = as_json(Comparison("a", "b", differences, (), 0.0))
    assert "\x1b" not in text
    found = {one["identity"]: one["attributes"] for one in json.loads(text)["differences"]}
    assert found["public.f()"]["body"] == [None, f" {body} "]
    assert 'public."a\x1bb"' in found


def test_equal_is_an_empty_list() -> None:
    assert document(Comparison("a", "b", (), (), 0.0)) == {
        "version": 1,
        "a": "a",
        "b": "b",
        "equal": True,
        "differences": [],
        "diagnostics": [],
    }
