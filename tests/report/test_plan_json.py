"""The JSON of plans is as its schema and its page say."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from sync.plan.effects.effect import HazardKind, LockMode
from sync.planning import Wanted, plan
from sync.postgres.database import Database
from sync.report.plan_json import plan_json
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support.servers import Databases

PAGE = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
A = """
    CREATE TABLE t (id integer PRIMARY KEY, a text, b integer) PARTITION BY LIST (id);
    CREATE TABLE u (x integer, y text, z date)
"""
B = """
    CREATE TABLE t (id integer PRIMARY KEY, a integer, c text DEFAULT 'Bearer abc123abc123abc123')
        PARTITION BY LIST (id);
    CREATE TABLE renamed (x integer, y text, z date); CREATE INDEX i ON t (a); GRANT SELECT ON t TO PUBLIC
"""


def _shipped(name: str) -> Any:
    return json.loads(files("sync.report").joinpath("schema", name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = _shipped("plan-1.json")
    Draft202012Validator.check_schema(schema)
    known = Registry().with_resource("urn:schemabot:diff:1", Resource.from_contents(_shipped("diff-1.json")))
    return Draft202012Validator(schema, registry=known)


def _document(a: Database, b: Database, scratch: Scratch, wanted: Wanted) -> Any:
    return json.loads(plan_json(plan(LiveSource("a", a, None), LiveSource("b", b, None), scratch, wanted)))


def test_the_schema_that_is_shipped_describes_it(databases: Databases, validator: Draft202012Validator) -> None:
    a, b = databases.fresh(A), databases.fresh(B)
    with Scratch(databases.server) as scratch:
        found = [
            _document(*sides, scratch, wanted)
            for sides in ((a, b), (a, a))
            for wanted in (Wanted(), Wanted(online=True, proof=False), Wanted(reverse=True))
        ]
    for one in found:
        validator.validate(one)
    whole = found[2]
    assert all(whole[key] for key in ("questions", "secrets", "batches", "reverse", "differences"))
    for key in _shipped("plan-1.json")["required"]:
        assert not validator.is_valid({name: value for name, value in whole.items() if name != key})
    statement = whole["batches"][0]["statements"][0]
    statement["locks"].append({"relation": "public.t", "mode": "SHARE"})
    assert not validator.is_valid(whole)


@pytest.mark.parametrize("kind", HazardKind)
def test_its_page_names_each_hazard(kind: HazardKind) -> None:
    assert f"`{kind.value}`" in PAGE


@pytest.mark.parametrize("mode", LockMode)
def test_lock_modes_are_called_as_postgresql_calls_them(mode: LockMode, databases: Databases) -> None:
    databases.fresh(f"CREATE TABLE t (); BEGIN; LOCK TABLE t IN {mode} MODE; COMMIT")
