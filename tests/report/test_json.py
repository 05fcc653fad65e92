"""The JSON of a comparison, and that docs/json.md tells all of it."""

import json
import re
from importlib.resources import files
from pathlib import Path

from jsonschema import Draft202012Validator

from sync.catalog import Scope, read_catalog
from sync.diff import Comparison
from sync.model import Diagnostic, Kind
from sync.report import as_json
from tests.support.all_kinds import ALL_KINDS
from tests.support.catalogs import between
from tests.support.servers import Databases

PAGE = (Path(__file__).parents[2] / "docs" / "json.md").read_text()


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
    objects = read_catalog(databases.fresh(ALL_KINDS), Scope(roles=True)).objects.values()
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
    note = Diagnostic("not-compared", "staging: 1 unknown relation not compared (public.sales)")
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
    assert found["public.f()"]["body"] == [None, f" {body} ".replace("\r", "")]
    assert found["public.f()"]["line_ends"] == [None, "crlf on lines 1"]
    assert 'public."a\x1bb"' in found


def test_the_schema_that_is_shipped_describes_it(databases: Databases) -> None:
    schema = json.loads(files("sync.report").joinpath("schema", "diff-1.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    one, other = databases.fresh(), databases.fresh(ALL_KINDS)
    note = Diagnostic("not-compared", "x")
    for a, b in ((one, other), (other, one), (one, one)):
        validator.validate(document(Comparison("a", "b", between(a, b), (note,), 0.0)))
    found = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    example = json.loads(found[1])
    validator.validate(example)
    for key in schema["required"]:
        assert not validator.is_valid({name: value for name, value in example.items() if name != key})
    example["differences"][0]["attributes"]["using"].append("too many")
    assert not validator.is_valid(example)


def test_equal_is_an_empty_list() -> None:
    assert document(Comparison("a", "b", (), (), 0.0)) == {
        "version": 1,
        "a": "a",
        "b": "b",
        "equal": True,
        "differences": [],
        "diagnostics": [],
    }
