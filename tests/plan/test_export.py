"""An export that is loaded again is the same schema: for our own reader, and for pg_dump."""

from pathlib import Path

import pytest

from sync.catalog import Scope
from sync.diff import diff
from sync.errors import EmbeddedServerError
from sync.model import Kind
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support import musicbrainz, synthetic, zoo
from tests.support.all_kinds import ALL_KINDS
from tests.support.attribute_cases.every import CASES
from tests.support.catalogs import between
from tests.support.exporting import TIES_SAID_SINCE, dumped, exported, loaded, psql
from tests.support.planting import CITEXT, is_plantable, is_said, planted, run
from tests.support.servers import Databases, chosen_majors, execute, many_majors, rows

PARTITIONS = Path(__file__).with_name("partitions.sql")


def differences(a: Database, b: Database, server: EmbeddedServer) -> list[str]:
    """What differs when texts that the server may write in two ways count as one."""
    sides = (LiveSource("a", a, None), LiveSource("b", b, None))
    with Scratch(server) as scratch:
        return [f"{one.change} {one.identity.kind} {one.identity}" for one in diff(*sides, scratch).differences]


def _wanted(major: int, *, plantable: bool) -> list[int]:
    """The cases that a statement can make, those that stand beside each other or the others."""
    return [
        number
        for number, case in enumerate(CASES)
        if case.since <= major <= case.until and is_plantable(case) is plantable and is_said(case)
    ]


@pytest.mark.parametrize("changed", [False, True], ids=["as set up", "changed"])
@pytest.mark.parametrize("major", [pytest.param(one, marks=pytest.mark.major(one)) for one in chosen_majors()])
def test_every_attribute(on_major: Databases, major: int, changed: bool) -> None:
    plants = [planted(CASES[number], f"case_{number}") for number in _wanted(major, plantable=True)]
    database = on_major.fresh(CITEXT)
    failures = run(database, (text for one in plants for text in (one.both, one.second if changed else "")))
    again = loaded(on_major, exported(database))
    assert "".join(failures) == ""
    assert between(database, again) == ()
    if major >= TIES_SAID_SINCE:
        assert dumped(database, on_major.server) == dumped(again, on_major.server)


@pytest.mark.parametrize(
    ("major", "number"),
    [
        pytest.param(major, number, marks=pytest.mark.major(major), id=f"{major}-{number}")
        for major in many_majors()
        for number in _wanted(major, plantable=False)
        if CASES[number].kind is not Kind.ROLE and not CASES[number].identity.startswith("role ")
    ],
)
def test_every_attribute_of_what_is_in_no_schema(on_major: Databases, number: int) -> None:
    case = CASES[number]
    database = on_major.fresh(case.setup)
    execute(database, case.change)
    assert between(database, loaded(on_major, exported(database))) == ()


def test_one_of_each_kind(each_databases: Databases) -> None:
    made = ALL_KINDS.partition("SET allow_system_table_mods")[0]
    database = each_databases.fresh(made)
    again = loaded(each_databases, exported(database))
    assert between(database, again) == ()
    if each_databases.major >= TIES_SAID_SINCE:
        assert dumped(database, each_databases.server) == dumped(again, each_databases.server)


def test_partitions_and_children(each_databases: Databases) -> None:
    database = each_databases.fresh(PARTITIONS.read_text(encoding="utf-8"))
    again = loaded(each_databases, exported(database))
    assert between(database, again) == ()
    assert dumped(database, each_databases.server) == dumped(again, each_databases.server)


def test_roles(databases: Databases, databases_15: Databases) -> None:
    database = databases_15.fresh("""CREATE ROLE export_staff NOLOGIN; CREATE ROLE export_anna LOGIN CREATEDB;
        GRANT export_staff TO export_anna WITH ADMIN OPTION; ALTER ROLE export_anna SET work_mem = '8MB';
        CREATE TABLE t (a integer); ALTER TABLE t OWNER TO export_anna""")
    here = "ALTER ROLE export_anna IN DATABASE %I SET search_path = a, b"
    execute(database, f"DO $$ BEGIN EXECUTE format('{here}', current_database()); END $$")
    made = None
    try:
        made = loaded(databases, exported(database, roles=True))
        found = between(database, made, Scope(roles=True))
        # The servers are shared: what other tests keep there for themselves is not this test's.
        of_roles = [one for one in found if Kind.ROLE in (one.identity.kind, one.identity.of)]
        assert [one for one in found if one not in of_roles or "export_" in one.identity.name] == []
    finally:
        for one in filter(None, (database, made)):
            execute(one, "DROP OWNED BY export_anna; DROP ROLE export_anna; DROP ROLE export_staff")


def test_it_says_which_roles_it_needs(databases: Databases) -> None:
    roles = """DO $$ BEGIN CREATE ROLE "export B"; CREATE ROLE export_a;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;"""
    database = databases.fresh(
        f"""{roles} CREATE TABLE t (); ALTER TABLE t OWNER TO "export B"; GRANT SELECT ON t TO export_a, pg_monitor;"""
    )
    head = exported(database).partition("\n\n")[0].splitlines()
    assert head[1] == "-- Run it in an empty database, all of it or nothing: psql -1 -v ON_ERROR_STOP=1 -f this-file"
    assert head[2] == '-- These roles have to be there: "export B", export_a'


def test_an_export_that_fails_leaves_nothing(databases: Databases) -> None:
    text = exported(databases.fresh("CREATE TABLE a (); CREATE TABLE b ()"))
    taken = databases.fresh("CREATE TABLE b ()")
    with pytest.raises(EmbeddedServerError, match='relation "b" already exists'):
        psql(databases, taken, text, "--single-transaction")
    assert rows(taken, "SELECT to_regclass('a') IS NULL") == [(True,)]


def test_musicbrainz(each_databases: Databases, server: EmbeddedServer) -> None:
    database = each_databases.fresh(template=each_databases.template("musicbrainz alone", musicbrainz.load))
    assert differences(database, loaded(each_databases, exported(database)), server) == []


def test_everything_that_is_deparsed(each_databases: Databases, server: EmbeddedServer) -> None:
    database = each_databases.fresh()
    zoo.load(database, each_databases.major)
    again = loaded(each_databases, exported(database))
    assert differences(database, again, server) == []


def test_the_same_schema_is_written_in_the_same_way(databases: Databases) -> None:
    database = databases.fresh()
    synthetic.build(database, 200)
    text = exported(database)
    again = loaded(databases, text)
    assert between(database, again) == ()
    assert exported(again).partition("\n")[2] == text.partition("\n")[2]
