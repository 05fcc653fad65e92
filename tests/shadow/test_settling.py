"""What is deparsed on one server for both sides: what is left of the differences, and what is said of the rest."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sync.catalog.across import comparable
from sync.compare import Difference, compare
from sync.data import DATA_VARIABLE
from sync.diff import diff
from sync.model import Catalog, Diagnostic, Identity, Kind, Mark
from sync.model.base import marked
from sync.model.objects import View
from sync.postgres.embedded import EmbeddedServer
from sync.shadow.bench import Bench
from sync.shadow.scratch import Scratch
from sync.shadow.settling.doubt import doubtful
from sync.shadow.settling.settle import settle
from sync.shadow.settling.skeleton import Skeleton
from sync.sources import LiveSource
from tests.support import zoo
from tests.support.catalogs import read, shown
from tests.support.servers import Databases

Settled = tuple[tuple[Difference, ...], tuple[Diagnostic, ...]]

TABLES = """
CREATE TABLE t (a integer, b text, c date);
CREATE TABLE "Odd ""Name" (a integer);
CREATE FUNCTION f(x integer, y text DEFAULT 'z') RETURNS t LANGUAGE plpgsql IMMUTABLE AS 'BEGIN END';
CREATE TYPE mood AS ENUM ('sad', 'ok');
"""


@pytest.fixture
def scratch(server: EmbeddedServer) -> Iterator[Scratch]:
    with Scratch(server) as made:
        yield made


def settled(a: Catalog, b: Catalog, scratch: Scratch) -> Settled:
    """As if the one side were of another major version, which may write anything in its own way."""
    a = replace(a, server_version=170000)
    differences = compare(*comparable(a, b))
    return settle(differences, doubtful(differences, one_major=False), a, b, Bench(scratch))


def test_on_one_version_only_what_is_alike_is_made_once_more(databases: Databases, scratch: Scratch) -> None:
    made = "CREATE TABLE t (a int, b bool, CONSTRAINT k CHECK ({}), CONSTRAINT l CHECK ({}))"
    a = read(databases.fresh(made.format("(a > 1 AND a < 9) AND b", "a > 1")))
    b = read(databases.fresh(made.format("a > 1 AND (a < 9 AND b)", "a > 2")))
    differences = compare(a, b)
    tested = doubtful(differences, one_major=True)
    assert set(tested) == {Identity(Kind.CONSTRAINT, "public", "t", "k")}
    remaining, diagnostics = settle(differences, tested, a, b, Bench(scratch))
    assert diagnostics == ()
    assert shown(remaining) <= {
        ("changed", "constraint", "public.t/k", ("definition",)),
        ("changed", "constraint", "public.t/l", ("definition",)),
    }
    assert ("changed", "constraint", "public.t/l", ("definition",)) in shown(remaining)


def test_what_only_a_comparison_has_stands_beside_what_is_settled(databases: Databases, scratch: Scratch) -> None:
    """PostgreSQL's own default privileges are in no catalog, until the other side has others in their place."""
    made = "CREATE TABLE t (a int, b bool, CONSTRAINT k CHECK ({}));"
    a = databases.fresh(made.format("(a > 1 AND a < 9) AND b"))
    b = databases.fresh(
        f"{made.format('a > 1 AND (a < 9 AND b)')} ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"
    )
    found = diff(LiveSource("a", a, None), LiveSource("b", b, None), scratch).differences
    assert ("changed", "default privilege", "of postgres on functions to public", ("privileges",)) in shown(found)


def without(catalog: Catalog, *left_out: Identity) -> Catalog:
    return replace(catalog, objects={one: found for one, found in catalog.objects.items() if one not in left_out})


# Two ways to write one thing, of which PostgreSQL deparses each in its own form.
PAIRS = (
    (
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a BETWEEN 1 AND 3 AND b <> '')",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a >= 1 AND a <= 3 AND b <> '')",
    ),
    (
        "CREATE VIEW v AS SELECT (SELECT 'q'::text) AS y FROM t WHERE a BETWEEN 1 AND 2 AND b = 'x'",
        "CREATE VIEW v AS SELECT (SELECT 'q'::text AS text) AS y FROM t WHERE a >= 1 AND a <= 2 AND b = 'x'",
    ),
    (
        "CREATE POLICY p ON t USING (a BETWEEN 1 AND 2 AND b = 'x')",
        "CREATE POLICY p ON t USING (a >= 1 AND a <= 2 AND b = 'x')",
    ),
    (
        "CREATE INDEX i ON t (a) WHERE a BETWEEN 1 AND 2 AND b = 'x'",
        "CREATE INDEX i ON t (a) WHERE a >= 1 AND a <= 2 AND b = 'x'",
    ),
    (
        "ALTER TABLE t ALTER b SET DEFAULT CASE WHEN 1 BETWEEN 1 AND 2 AND true THEN 'x' END",
        "ALTER TABLE t ALTER b SET DEFAULT CASE WHEN 1 >= 1 AND 1 <= 2 AND true THEN 'x' END",
    ),
    (
        "CREATE DOMAIN d AS integer CONSTRAINT k CHECK (VALUE BETWEEN 1 AND 2 AND VALUE <> 3)",
        "CREATE DOMAIN d AS integer CONSTRAINT k CHECK (VALUE >= 1 AND VALUE <= 2 AND VALUE <> 3)",
    ),
    (
        "CREATE TABLE g (a integer, z boolean GENERATED ALWAYS AS (a BETWEEN 1 AND 2 AND a <> 3) STORED)",
        "CREATE TABLE g (a integer, z boolean GENERATED ALWAYS AS (a >= 1 AND a <= 2 AND a <> 3) STORED)",
    ),
    (
        "CREATE FUNCTION q(x integer) RETURNS boolean LANGUAGE sql RETURN x BETWEEN 1 AND 2 AND x <> 3",
        "CREATE FUNCTION q(x integer) RETURNS boolean LANGUAGE sql RETURN x >= 1 AND x <= 2 AND x <> 3",
    ),
    (
        "CREATE RULE r AS ON INSERT TO t WHERE new.a BETWEEN 1 AND 2 AND new.a <> 3 DO INSTEAD NOTHING",
        "CREATE RULE r AS ON INSERT TO t WHERE new.a >= 1 AND new.a <= 2 AND new.a <> 3 DO INSTEAD NOTHING",
    ),
    (
        "CREATE TABLE g (a integer) PARTITION BY LIST ((a BETWEEN 1 AND 2 AND a <> 3))",
        "CREATE TABLE g (a integer) PARTITION BY LIST ((a >= 1 AND a <= 2 AND a <> 3))",
    ),
)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_means_the_same_does_not_differ(databases: Databases, scratch: Scratch, one: str, other: str) -> None:
    a, b = read(databases.fresh(TABLES + one)), read(databases.fresh(TABLES + other))
    assert compare(a, b)
    assert settled(a, b, scratch) == ((), ())


def test_what_differs_is_told_as_one_server_writes_it(databases: Databases, scratch: Scratch) -> None:
    checks = ("a BETWEEN 1 AND 2 AND b <> ''", "a >= 1 AND a <= 3 AND b <> ''")
    a, b = (read(databases.fresh(f"{TABLES} ALTER TABLE t ADD CONSTRAINT k CHECK ({check})")) for check in checks)
    (difference,), noticed = settled(a, b, scratch)
    assert [(change.old, change.new) for change in difference.attributes] == [
        ("CHECK (((a >= 1) AND (a <= 2) AND (b <> ''::text)))", "CHECK (((a >= 1) AND (a <= 3) AND (b <> ''::text)))")
    ]
    assert noticed == ()


def test_only_the_attribute_that_means_the_same_is_left_out(databases: Databases, scratch: Scratch) -> None:
    view = "CREATE VIEW v WITH (security_barrier = {}) AS SELECT a FROM t WHERE {} AND b = 'x'"
    a = read(databases.fresh(TABLES + view.format("on", "a BETWEEN 1 AND 2")))
    b = read(databases.fresh(TABLES + view.format("off", "a >= 1 AND a <= 2")))
    differences, noticed = settled(a, b, scratch)
    assert shown(differences) == {("changed", "view", "public.v", ("options",))}
    assert noticed == ()


def test_what_cannot_be_made_stays_and_is_told(databases: Databases, scratch: Scratch) -> None:
    checks = ("f(a) IS NULL AND a = 1", "f(a) IS NULL AND a = 2")
    made = (read(databases.fresh(f"{TABLES} ALTER TABLE t ADD CONSTRAINT k CHECK ({check})")) for check in checks)
    a, b = (without(one, Identity(Kind.FUNCTION, "public", "", "f", "integer, text")) for one in made)
    differences, noticed = settled(a, b, scratch)
    assert differences == compare(a, b)
    assert [one.code for one in noticed] == ["not-settled"]
    assert "constraint public.t/k: " in noticed[0].message
    assert "function public.f(integer" in noticed[0].message


def test_the_reason_is_that_of_what_it_refers_to(databases: Databases, scratch: Scratch) -> None:
    views = "CREATE VIEW w AS SELECT 'ok'::mood AS m; CREATE VIEW v AS SELECT m FROM w WHERE m = '{}'"
    made = (read(databases.fresh(TABLES + views.format(value))) for value in ("ok", "sad"))
    a, b = (without(one, Identity(Kind.ENUM, "public", "", "mood")) for one in made)
    _, (noticed,) = settled(a, b, scratch)
    assert noticed.message.endswith('type "public.mood" does not exist')


def test_without_a_server_all_stays_and_is_told(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv(DATA_VARIABLE, str(file))
    a, b = (read(databases.fresh(f"{TABLES} CREATE VIEW v AS SELECT {number} AS n")) for number in (1, 2))
    with Scratch() as scratch:
        differences, noticed = settled(a, b, scratch)
    assert differences == compare(a, b)
    assert [one.code for one in noticed] == ["not-settled"]


def test_a_statement_is_only_one(databases: Databases, scratch: Scratch) -> None:
    a, b = (read(databases.fresh(f"{TABLES} CREATE VIEW v AS SELECT {number} AS n")) for number in (1, 2))
    view = Identity(Kind.VIEW, "public", "", "v")
    found = a.objects[view]
    assert isinstance(found, View)
    two = replace(found, definition=" SELECT 1 AS n; DROP TABLE public.t;")
    poisoned = replace(a, objects={**a.objects, view: two})
    differences, (noticed,) = settled(poisoned, b, scratch)
    assert len(differences) == 1
    assert "cannot insert multiple commands" in noticed.message


def test_all_that_is_deparsed_can_be_made_once_more(databases: Databases, scratch: Scratch) -> None:
    database = databases.fresh()
    zoo.load(database, databases.major)
    catalog = read(database)
    tested = {
        identity: names
        for identity, found in catalog.objects.items()
        if (names := frozenset(name for name in marked(type(found), Mark.DEPARSED) if getattr(found, name) is not None))
    }
    assert len(tested) > 230
    skeleton = Skeleton(catalog, tested)
    with scratch.database() as made:
        skeleton.build(made)
        again = read(made)
    missing = [
        (str(identity), name)
        for identity, names in tested.items()
        for name in names
        if identity not in again.objects or getattr(again.objects[identity], name) is None
    ]
    assert missing == []


@pytest.mark.major(15)
def test_a_collation_of_one_machine_alone_is_stood_in_for(databases_15: Databases, scratch: Scratch) -> None:
    """Debian's PostgreSQL has ICU's collations, the embedded one has not."""
    view = 'CREATE VIEW v AS SELECT a FROM t WHERE b COLLATE "de-x-icu" = {}'
    a, b = (read(databases_15.fresh(TABLES + view.format(value))) for value in ("'x'", "'z'"))
    (difference,), noticed = settled(a, b, scratch)
    assert noticed == ()
    texts = [str(value) for change in difference.attributes for value in (change.old, change.new)]
    assert [text.count('COLLATE "de-x-icu"') for text in texts] == [1, 1]
