"""Which objects a configuration wants compared."""

from pathlib import Path

import pytest

from sync.catalog import Patterns, Scope
from sync.configuration import Configuration
from sync.diff import Comparison, diff
from sync.model import Identity, Kind
from sync.postgres.database import Database
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource, environment_source
from tests.support.catalogs import between, read, shown
from tests.support.servers import Databases

BEFORE = """
CREATE SCHEMA audit; CREATE TABLE audit.log (a integer);
CREATE TABLE orders (id integer, a integer); CREATE TABLE tmp_orders (id integer);
CREATE VIEW tmp_view AS SELECT 1 AS x;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
"""
CHANGE = """
ALTER TABLE audit.log ADD b integer; GRANT USAGE ON SCHEMA audit TO PUBLIC;
CREATE TRIGGER tmp_one BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f();
CREATE INDEX tmp_two ON orders (a); COMMENT ON TABLE orders IS 'all of them';
CREATE INDEX three ON tmp_orders (id); GRANT SELECT ON tmp_orders TO PUBLIC;
COMMENT ON COLUMN tmp_view.x IS 'one'; CREATE FUNCTION tmp_f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE "Odd.one" (id integer);
"""
AUDIT = {"audit.log/b", "schema audit to public"}
ON_ORDERS = {"public.orders/tmp_one", "public.orders/tmp_two", "table public.orders"}
ON_TEMPORARY = {"public.tmp_orders/three", "table public.tmp_orders to public"}
ON_VIEW = {"column public.tmp_view/x"}
FUNCTION = {"public.tmp_f(integer)"}
ODD = {'public."Odd.one"', 'public."Odd.one"/id'}
ALL = AUDIT | ON_ORDERS | ON_TEMPORARY | ON_VIEW | FUNCTION | ODD


def names(databases: Databases, include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> set[str]:
    """What differs, of what is wanted."""
    a, b = databases.fresh(BEFORE), databases.fresh(BEFORE + CHANGE)
    return {name for _, _, name, _ in shown(between(a, b, Scope(patterns=Patterns.of(include, exclude))))}


@pytest.mark.parametrize(
    ("excluded", "gone"),
    [
        ("audit", AUDIT),
        ("audit.*", {"audit.log/b"}),
        ("schema audit", {"schema audit to public"}),
        ("a*", AUDIT),
        ("public", ALL - AUDIT),
        ("public.*", ALL - AUDIT),
        ("public.tmp_*", ON_TEMPORARY | ON_VIEW | FUNCTION),
        ("*.tmp_*", ON_TEMPORARY | ON_VIEW | FUNCTION),
        ("table public.tmp_*", ON_TEMPORARY),
        ("view public.tmp_*", ON_VIEW),
        ("function public.tmp_*", FUNCTION),
        ("function public.tmp_f(integer)", FUNCTION),
        ("function public.tmp_f(text)", set()),
        ("public.orders/tmp_*", {"public.orders/tmp_one", "public.orders/tmp_two"}),
        ("trigger public.orders/tmp_*", {"public.orders/tmp_one"}),
        ("index public.*", {"public.orders/tmp_two", "public.tmp_orders/three"}),
        ("comment public.*", {"table public.orders", "column public.tmp_view/x"}),
        ("privilege *.*", {"table public.tmp_orders to public"}),
        ("public.Odd.one", ODD),
        ('public."Odd.one"', ODD),
        ("tmp_*", set()),
        ("Public", set()),
    ],
)
def test_a_pattern_leaves_out(databases: Databases, excluded: str, gone: set[str]) -> None:
    assert names(databases, exclude=(excluded,)) == ALL - gone


def test_only_what_is_included(databases: Databases) -> None:
    assert names(databases) == ALL
    assert names(databases, include=("public.orders", "audit.*")) == {"audit.log/b", *ON_ORDERS}
    assert names(databases, include=("public.orders",), exclude=("trigger *.*",)) == ON_ORDERS - {
        "public.orders/tmp_one"
    }


def test_what_is_left_out_is_in_no_catalog(databases: Databases) -> None:
    catalog = read(databases.fresh(BEFORE), Scope(patterns=Patterns.of(("audit",), ())))
    assert {identity.schema for identity in catalog.objects} == {"audit"}


@pytest.mark.parametrize(
    ("pattern", "identity"),
    [
        ("citext", Identity(Kind.EXTENSION, "", "", "citext")),
        ("extension cit*", Identity(Kind.EXTENSION, "", "", "citext")),
        ("extension cit*", Identity(Kind.COMMENT, "", "", "citext", "", Kind.EXTENSION)),
        ("far", Identity(Kind.USER_MAPPING, "", "far", "anna")),
        ("user mapping far/*", Identity(Kind.USER_MAPPING, "", "far", "anna")),
        ("default privilege public", Identity(Kind.DEFAULT_PRIVILEGE, "public", "", "anna", "tables", "", "bob")),
        ("domain constraint public.email", Identity(Kind.DOMAIN_CONSTRAINT, "public", "email", "long")),
        ("role tmp_*", Identity(Kind.ROLE, "", "", "tmp_anna")),
    ],
)
def test_what_is_in_no_schema_or_on_something_else(pattern: str, identity: Identity) -> None:
    assert not Patterns.of((), (pattern,)).want(identity, {})
    assert Patterns.of((), (f"view {pattern}",)).want(identity, {})


def configured(folder: Path, compare: str) -> Configuration:
    path = folder / "schemabot.toml"
    path.write_text(
        f'[project]\nname = "acme"\n[environments.staging]\ndatabase = "env:URL"\n[compare]\n{compare}',
        encoding="utf-8",
    )
    return Configuration.load(path)


def compared(configuration: Configuration, a: Database, b: Database, monkeypatch: pytest.MonkeyPatch) -> Comparison:
    """An environment against another database."""
    monkeypatch.setenv("URL", a.url)
    with Scratch() as scratch:
        return diff(environment_source("staging", configuration), LiveSource("other", b, None), scratch)


def test_a_configuration_says_what_is_compared(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = databases.fresh(BEFORE), databases.fresh(BEFORE + CHANGE)
    found = compared(configured(tmp_path, 'exclude = ["public"]'), a, b, monkeypatch)
    assert {str(one.identity) for one in found.differences} == AUDIT
    assert "pattern" not in {one.code for one in found.diagnostics}


def test_a_pattern_that_means_nothing_is_noted(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = databases.fresh(BEFORE)
    wanted = (
        'include = ["public", "extension citext"]\nexclude = ["table public.orders", "view public.orders", "adit.*"]'
    )
    found = compared(configured(tmp_path, wanted), a, databases.fresh(), monkeypatch)
    assert [(one.code, one.message) for one in found.diagnostics if one.code == "pattern"] == [
        ("pattern", 'compare.include "extension citext" means nothing that is there on either side'),
        ("pattern", 'compare.exclude "view public.orders" means nothing that is there on either side'),
        ("pattern", 'compare.exclude "adit.*" means nothing that is there on either side'),
    ]
