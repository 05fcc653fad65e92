"""Equal schemas on equal major versions have equal fingerprints, different ones have not."""

from dataclasses import replace

import pytest

from sync.model import Kind
from sync.snapshot import fingerprint
from tests.support.all_kinds import ALL_KINDS
from tests.support.catalogs import read
from tests.support.servers import Databases, execute


def test_it_does_not_depend_on_how_the_schema_came_to_be(each_databases: Databases) -> None:
    one = each_databases.fresh(
        "CREATE TABLE t (a int, g int, b text); ALTER TABLE t DROP g; CREATE VIEW v AS SELECT 1 AS x"
    )
    other = each_databases.fresh("CREATE VIEW v AS SELECT 1 AS x; CREATE TABLE t (a int, b text)")
    assert fingerprint(read(one)) == fingerprint(read(other))


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ("ALTER TABLE t ALTER x SET NOT NULL", {Kind.COLUMN}),
        ("DROP POLICY p ON t", {Kind.POLICY}),
        ("GRANT SELECT ON t TO PUBLIC", {Kind.PRIVILEGE}),
        ("COMMENT ON TABLE t IS 'x'", {Kind.COMMENT}),
        ("ALTER USER MAPPING FOR public SERVER w OPTIONS (ADD password 'x')", {Kind.USER_MAPPING}),
    ],
)
def test_a_change_is_a_change_of_its_kind_and_of_all(databases: Databases, change: str, kinds: set[Kind]) -> None:
    database = databases.fresh(ALL_KINDS)
    before = fingerprint(read(database))
    execute(database, change)
    after = fingerprint(read(database))
    assert after.all != before.all
    assert {kind for kind in Kind if before.kinds.get(kind) != after.kinds.get(kind)} == kinds
    assert after.version == before.version


def test_what_is_cosmetic_does_not_count(databases: Databases) -> None:
    made = "SET check_function_bodies = off; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS E'SELECT{}1'"
    one, other = (read(databases.fresh(made.format(end))) for end in ("\\n", "\\r\\n"))
    assert one != other
    assert fingerprint(one) == fingerprint(replace(other, label=one.label))


def test_a_new_attribute_is_a_new_version(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = read(databases.fresh("CREATE TABLE t (a int)"))
    before = fingerprint(catalog)
    monkeypatch.setattr("sync.snapshot.digests._names", lambda _: ())
    after = fingerprint(catalog)
    assert after.version != before.version
    assert after.all != before.all
