"""A snapshot compares equal to the database that it came from, now and after many versions of schemabot."""

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sync.catalog import Profile, Scope
from sync.catalog.across import comparable
from sync.compare import compare
from sync.configuration import Configuration
from sync.diff import diff
from sync.errors import SourceError
from sync.model import UNKNOWN, Catalog, Kind
from sync.planning import Wanted, plan
from sync.postgres.database import Database
from sync.shadow.scratch import Scratch
from sync.snapshot import Snapshot, read_snapshot, snapshot_text, write_snapshot
from sync.sources import LiveSource, catalog_of, resolve
from tests.support.all_kinds import ALL_KINDS
from tests.support.catalogs import read, shown
from tests.support.servers import Databases, execute

EVERYTHING = Scope(roles=True, dependencies=True)
SCHEMA = json.loads(files("sync.snapshot").joinpath("schema", "snapshot-1.json").read_text())


def none_is_asked_for() -> Configuration:
    pytest.fail("a snapshot needs no configuration")


def kept(database: Database, path: Path, scope: Scope = EVERYTHING) -> Path:
    write_snapshot(path, read(database, scope), scope)
    return path


def between(a: Catalog, b: Catalog) -> set[Any]:
    return shown(compare(*comparable(a, b)))


def of(path: Path) -> Snapshot:
    return read_snapshot(path)


def edited(path: Path, change: Any) -> Path:
    """The file as another version of schemabot would have written it."""
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))
    return path


def test_it_compares_equal_to_where_it_came_from(each_databases: Databases, tmp_path: Path) -> None:
    database = each_databases.fresh(ALL_KINDS if each_databases.major >= 14 else "CREATE TABLE t (a int)")
    found = of(kept(database, tmp_path / "s.json"))
    there = read(database, EVERYTHING)
    assert found.catalog.objects == there.objects
    assert found.scope == EVERYTHING
    assert between(found.catalog, there) == between(there, found.catalog) == set()


def test_it_tells_what_has_changed_since(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE TABLE t (a int, b text); COMMENT ON TABLE t IS 'one'")
    path = kept(database, tmp_path / "s.json", Scope())
    execute(database, "ALTER TABLE t DROP COLUMN b; COMMENT ON TABLE t IS 'two'; CREATE VIEW v AS SELECT 1 AS x")
    with Scratch(databases.server) as scratch:
        found = diff(resolve(str(path), none_is_asked_for), LiveSource("now", database, None), scratch)
    assert found.a == str(path)
    assert shown(found.differences) == {
        ("removed", "column", "public.t/b", ()),
        ("changed", "comment", "table public.t", ("text",)),
        ("added", "view", "public.v", ()),
    }


def test_secrets_are_not_in_it_and_are_compared_all_the_same(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh(
        """CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w;
        CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'u', password 'hunter2')"""
    )
    path = kept(database, tmp_path / "s.json", Scope())
    assert "hunter2" not in path.read_text()
    assert between(of(path).catalog, read(database)) == set()
    execute(database, "ALTER USER MAPPING FOR PUBLIC SERVER far OPTIONS (SET password 'hunter3')")
    assert between(of(path).catalog, read(database)) == {("changed", "user mapping", "far/public", ("options",))}


def test_the_same_schema_gives_the_same_file(databases: Databases) -> None:
    one, other = (
        databases.fresh(
            "".join(f"CREATE TABLE {name} (z int, a text); GRANT SELECT ON {name} TO PUBLIC;" for name in order)
        )
        for order in ("abcd", "dbca")
    )
    texts = {"".join(snapshot_text(replace(read(one), label="x"), Scope())) for one in (one, other)}
    assert len(texts) == 1
    columns = [line for line in texts.pop().splitlines() if '"public", "a", "' in line and "integer" in line]
    assert '"z"' in columns[0]


def test_an_attribute_that_it_does_not_know_is_no_difference(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE TABLE t (a int); ALTER TABLE t SET (fillfactor = 50)")

    def forget(document: Any) -> None:
        table = document["kinds"]["table"]
        place = table["attributes"].index("options")
        del table["attributes"][place]
        table["objects"] = [row[: 6 + place] + row[7 + place :] for row in table["objects"]]

    found = of(edited(kept(database, tmp_path / "s.json", Scope()), forget)).catalog
    table = next(one for identity, one in found.objects.items() if identity.kind is Kind.TABLE)
    assert dict(table.attributes())["options"] is UNKNOWN
    execute(database, "ALTER TABLE t RESET (fillfactor)")
    assert between(found, read(database)) == set()
    execute(database, "ALTER TABLE t ENABLE ROW LEVEL SECURITY")
    assert between(found, read(database)) == {("changed", "table", "public.t", ("row_security",))}
    again = tmp_path / "again.json"
    write_snapshot(again, found, Scope())
    assert of(again).catalog == found


def test_it_is_older_than_the_privileges_on_what_was_brought_along(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE TABLE t (a int)")

    def forget(document: Any) -> None:
        table = document["kinds"]["privilege"]
        place = table["attributes"].index("revoked")
        del table["attributes"][place]
        table["objects"] = [row[: 6 + place] + row[7 + place :] for row in table["objects"]]

    older = of(edited(kept(database, tmp_path / "s.json", Scope()), forget)).catalog
    assert between(older, read(database)) == between(read(database), older) == set()
    execute(database, "GRANT SELECT ON pg_stats TO pg_monitor; GRANT SELECT ON t TO PUBLIC")
    assert between(older, read(database)) == {("added", "privilege", "table public.t to public", ())}
    assert between(read(database), older) == {("removed", "privilege", "table public.t to public", ())}
    _, now = comparable(older, read(database))
    assert any("1 privilege not compared" in one.message for one in now.diagnostics)


def test_a_kind_that_it_does_not_know_is_said_and_not_compared(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE TABLE t (a int); COMMENT ON TABLE t IS 'x'; COMMENT ON COLUMN t.a IS 'y'")
    found = of(edited(kept(database, tmp_path / "s.json", Scope()), lambda document: document["kinds"].pop("comment")))
    left, right = comparable(found.catalog, read(database))
    assert compare(left, right) == ()
    assert any("comments not compared" in one.message for one in right.diagnostics)


def test_what_a_later_version_adds_is_left_out(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE TABLE t (a int)")

    def add(document: Any) -> None:
        document["mood"] = "good"
        document["kinds"]["property graph"] = {"attributes": ["x"], "objects": [["public", "", "g", "", "", "", 1]]}
        document["kinds"]["table"]["attributes"].append("mood")
        for row in document["kinds"]["table"]["objects"]:
            row.append("good")

    found = of(edited(kept(database, tmp_path / "s.json", Scope()), add)).catalog
    assert between(found, read(database)) == set()
    assert any("property graph (1) not compared" in one.message for one in found.diagnostics)


@pytest.mark.parametrize(
    ("made", "wanted", "said"),
    [
        (Scope(), Scope(roles=True), "holds no roles: make it again with --roles"),
        (Scope(), Scope(Profile.SUPABASE), "was made with the profile postgres: make it again with --profile supabase"),
        (Scope(schemas=frozenset({"a"})), Scope(), "holds only the schemas a: make it again with every --schema"),
    ],
)
def test_it_holds_what_was_asked_for_when_it_was_made(
    databases: Databases, tmp_path: Path, made: Scope, wanted: Scope, said: str
) -> None:
    database = databases.fresh("CREATE SCHEMA a")
    source = resolve(str(kept(database, tmp_path / "s.json", made)), none_is_asked_for)
    with Scratch(databases.server) as scratch, pytest.raises(SourceError, match=said):
        diff(
            source,
            LiveSource("now", database, None),
            scratch,
            schemas=wanted.schemas,
            profile=wanted.profile,
            roles=wanted.roles,
        )


def test_the_schema_that_is_shipped_describes_it(databases: Databases, tmp_path: Path) -> None:
    path = kept(databases.fresh(ALL_KINDS), tmp_path / "s.json")
    validator = Draft202012Validator(SCHEMA)
    Draft202012Validator.check_schema(SCHEMA)
    document = json.loads(path.read_text())
    validator.validate(document)
    for key in SCHEMA["required"]:
        assert not validator.is_valid({name: value for name, value in document.items() if name != key})


def test_a_file_that_cannot_be_written_leaves_nothing(databases: Databases, tmp_path: Path) -> None:
    catalog = read(databases.fresh())
    with pytest.raises(SourceError, match="No such file or directory: name a file in a folder that is there"):
        write_snapshot(tmp_path / "nothere" / "s.json", catalog, Scope())
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(SourceError, match="Is a directory"):
        write_snapshot(tmp_path / "folder.json", catalog, Scope())
    assert [path.name for path in tmp_path.iterdir()] == ["folder.json"]


def test_a_plan_from_it_and_to_it_is_that_of_the_database(databases: Databases, tmp_path: Path) -> None:
    a, b = databases.fresh(), databases.fresh(ALL_KINDS)
    live = LiveSource("a", a, None), LiveSource("b", b, None)
    files = [
        resolve(str(kept(one, tmp_path / f"{name}.json")), none_is_asked_for) for name, one in (("a", a), ("b", b))
    ]
    with Scratch(databases.server) as scratch:
        expected = plan(*live, scratch, Wanted(reverse=True))
        found = plan(files[0], files[1], scratch, Wanted(reverse=True))
    assert expected.reverse is not None
    assert found.reverse is not None
    assert found.proven
    assert list(found.statements) == list(expected.statements)
    assert [one.sql for batch in found.reverse.batches for one in batch.statements] == [
        one.sql for batch in expected.reverse.batches for one in batch.statements
    ]


@pytest.mark.parametrize("lacking", ["needs", "an attribute"])
def test_a_file_that_lacks_what_a_plan_is_made_of_is_refused(
    databases: Databases, tmp_path: Path, lacking: str
) -> None:
    database = databases.fresh("CREATE TABLE t (a int)")

    def take(document: Any) -> None:
        if lacking == "needs":
            del document["needs"]
        else:
            document["kinds"]["view"]["attributes"].pop()

    source = resolve(str(edited(kept(database, tmp_path / "s.json"), take)), none_is_asked_for)
    with Scratch(databases.server) as scratch, pytest.raises(SourceError, match="lacks what a plan is made of"):
        plan(source, LiveSource("now", database, None), scratch)


def test_it_has_no_secrets_to_write_down(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE TABLE t (a int)")
    source = resolve(str(kept(database, tmp_path / "s.json")), none_is_asked_for)
    with Scratch(databases.server) as scratch, pytest.raises(SourceError, match="holds digests of secrets"):
        catalog_of(source, scratch, dependencies=True, in_clear=True)
