"""docs/coverage.md names every attribute of every kind, and every column of every system catalog."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.model import Kind
from sync.model.base import attribute_names
from sync.model.objects import CLASSES
from tests.support.catalogs import read
from tests.support.servers import Databases, execute, rows

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
WORD = re.compile(r"`(\w+)`")
NOT_COMPARED = re.compile(r"^Not compared: .*?(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
DEPARSED = re.compile(r"`(pg_get_\w+)`")


def sections(mark: str) -> dict[str, str]:
    """The text under each heading of a level."""
    parts = re.split(rf"^{mark} (.+)$", PAGE, flags=re.MULTILINE)
    return {title.strip("`"): re.split(r"^#", text, flags=re.MULTILINE)[0] for title, text in _pairs(parts[1:])}


def _pairs(parts: list[str]) -> Iterator[tuple[str, str]]:
    return zip(parts[::2], parts[1::2], strict=True)


def table(text: str) -> Iterator[tuple[str, str]]:
    """The cells of the rows of a table with two columns."""
    for line in text.splitlines():
        if line.startswith("| ") and not line.startswith("| ---"):
            first, second = line.strip("| ").split(" | ")
            yield first, second


CATALOGS = sections("###")


def test_the_page_has_every_kind_with_its_attributes_in_order() -> None:
    found = {
        name: tuple(WORD.findall(attributes))
        for kinds, attributes in table(sections("##")["Kinds and attributes"])
        for name in kinds.split(", ")
    }
    del found["kind"]
    assert found == {kind.value: attribute_names(of) for kind, of in CLASSES.items()}


def test_the_page_has_every_column_of_every_catalog(each_databases: Databases) -> None:
    found = rows(
        each_databases.fresh(),
        """SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
            WHERE c.relkind = 'r' AND c.relnamespace = 'pg_catalog'::regnamespace AND a.attnum > 0
              AND NOT a.attisdropped""",
    )
    catalogs = {catalog for catalog, _ in found}
    assert len(catalogs) > 60
    missing = [f"{catalog}.{column}" for catalog, column in found if f"`{column}`" not in CATALOGS.get(catalog, "")]
    assert missing == []


def test_the_page_has_no_catalog_and_no_column_that_there_never_was(each_databases: Databases) -> None:
    later = {"pg_publication_namespace": 15, "pg_parameter_acl": 15}
    catalogs = {one for one in CATALOGS if later.get(one, 13) <= each_databases.major}
    found = rows(each_databases.fresh(), "SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace")
    assert catalogs <= {name for (name,) in found}


@pytest.mark.parametrize("catalog", CATALOGS)
def test_what_the_page_says_is_read_stands_in_a_query(catalog: str) -> None:
    folder = ROOT / "sync" / "catalog"
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in [*folder.glob("queries/*.sql"), folder / "versions.py"]
    )
    for columns, meaning in table(NOT_COMPARED.sub("", CATALOGS[catalog])):
        deparsing = DEPARSED.findall(meaning)
        assert all(function in code for function in deparsing)
        if not deparsing and "through the view" not in meaning:
            assert [one for one in WORD.findall(columns) if one not in code] == []


def test_every_column_is_either_read_or_not() -> None:
    both = [
        f"{catalog}.{column}"
        for catalog, text in CATALOGS.items()
        for column in {*WORD.findall("".join(NOT_COMPARED.findall(text)))}
        & {name for columns, _ in table(text) for name in WORD.findall(columns)}
    ]
    assert both == []


@pytest.mark.since(14)
def test_the_page_has_every_class_of_objects(each_databases: Databases) -> None:
    database = each_databases.fresh()
    execute(
        database,
        """CREATE FUNCTION describes(class oid) RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_describe_object(class, 4294967295, 0); RETURN true;
            EXCEPTION WHEN internal_error THEN RETURN false; END $$""",
    )
    found = rows(
        database,
        """SELECT relname FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'pg_catalog'::regnamespace AND describes(oid)""",
    )
    named = set(WORD.findall(" ".join(columns for columns, _ in table(sections("##")["Classes of objects"]))))
    assert len(found) > 35
    assert {name for (name,) in found} <= named


def test_the_reader_knows_the_classes_that_the_page_has() -> None:
    query = (ROOT / "sync" / "catalog" / "queries" / "unmodelled.sql").read_text(encoding="utf-8")
    known = set(re.findall(r"'(pg_\w+)'", query))
    named = {
        name
        for columns, meaning in table(sections("##")["Classes of objects"])
        if not meaning.startswith(("not compared", "role"))
        for name in WORD.findall(columns)
    }
    assert known == named


UNKNOWN = """
CREATE SCHEMA later; CREATE SCHEMA "Ünread"; CREATE TABLE later.t (a integer, CONSTRAINT k CHECK (a > 0));
CREATE TABLE later.graph (); CREATE TABLE "Ünread".graph ();
CREATE TYPE later.kind AS ENUM (); CREATE FUNCTION later.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
UPDATE pg_class SET relkind = 'g' WHERE relname = 'graph' AND relnamespace = 'later'::regnamespace;
UPDATE pg_constraint SET contype = 'z' WHERE conname = 'k';
UPDATE pg_type SET typtype = 'z' WHERE oid = 'later.kind'::regtype;
UPDATE pg_proc SET prokind = 'z' WHERE oid = 'later.f()'::regprocedure;
DO $$ BEGIN CREATE ROLE coverage_role; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
INSERT INTO pg_depend VALUES ('pg_authid'::regclass, 'coverage_role'::regrole, 0,
    'pg_namespace'::regclass, 'later'::regnamespace, 0, 'n');
"""


def test_what_a_later_version_brings_is_told_by_name(each_databases: Databases) -> None:
    database = each_databases.fresh(UNKNOWN)
    catalog = read(database)
    said = sorted(one.message.split(": ", 1)[1] for one in catalog.diagnostics if one.code == "not-compared")
    assert said == [
        "1 role not compared (coverage_role)",
        "1 unknown constraint not compared (k on later.t)",
        "1 unknown relation not compared (later.graph)",
        "1 unknown routine not compared (later.f())",
        "1 unknown type not compared (later.kind)",
    ]
    assert Kind.TABLE in {identity.kind for identity in catalog.objects}


def test_nothing_is_unknown_of_a_usual_database(each_databases: Databases) -> None:
    database = each_databases.fresh(
        "CREATE EXTENSION citext; CREATE TABLE t (a citext PRIMARY KEY); CREATE VIEW v AS TABLE t"
    )
    assert read(database).diagnostics == ()
