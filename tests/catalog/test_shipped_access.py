"""What somebody granted or revoked on what PostgreSQL or an extension brought along: told, and nothing beside it."""

import pytest

from sync.catalog import Profile, Scope
from sync.catalog.across import comparable
from sync.compare import Change, compare
from sync.model import Kind
from sync.model.objects import Privilege
from sync.postgres.database import Database
from sync.report.describe import describe
from tests.support import supabase
from tests.support.attribute_cases.access import ROLES
from tests.support.catalogs import PLAIN, between, read, shown
from tests.support.servers import Databases, execute, rows

MEMBERS = f"""{ROLES}
CREATE SCHEMA tools;
CREATE EXTENSION citext SCHEMA tools; CREATE EXTENSION lo SCHEMA tools; CREATE EXTENSION postgres_fdw SCHEMA tools;
CREATE EXTENSION pg_stat_statements SCHEMA tools;
CREATE SCHEMA own; CREATE SEQUENCE own.numbers; CREATE SERVER own FOREIGN DATA WRAPPER postgres_fdw;
CREATE PROCEDURE own.work() LANGUAGE sql AS 'SELECT 1';
CREATE TABLE own.settings (a integer, b integer); CREATE MATERIALIZED VIEW own.kept AS SELECT 1 AS a;
CREATE FOREIGN TABLE own.far (a integer) SERVER own; CREATE TYPE own.pair AS (a integer);
CREATE TYPE own.span AS RANGE (SUBTYPE = integer); CREATE TYPE own.mood AS ENUM ('a');
ALTER EXTENSION citext ADD SCHEMA own; ALTER EXTENSION citext ADD SEQUENCE own.numbers;
ALTER EXTENSION citext ADD SERVER own; ALTER EXTENSION citext ADD PROCEDURE own.work();
ALTER EXTENSION citext ADD TABLE own.settings; ALTER EXTENSION citext ADD MATERIALIZED VIEW own.kept;
ALTER EXTENSION citext ADD FOREIGN TABLE own.far; ALTER EXTENSION citext ADD TYPE own.pair;
ALTER EXTENSION citext ADD TYPE own.span; ALTER EXTENSION citext ADD TYPE own.mood;
"""
RESET = "FUNCTION tools.pg_stat_statements_reset"


def told(a: Database, b: Database, scope: Scope = PLAIN) -> set[tuple[str, str]]:
    """What came on the way from A to B, in words, and the other way round went."""
    came, went = between(a, b, scope), between(b, a, scope)
    assert {one.change for one in came} <= {Change.ADDED}
    assert {one.change for one in went} <= {Change.REMOVED}
    found = {(str(one.identity), describe(one)) for one in came}
    assert {(str(one.identity), describe(one)) for one in went} == found
    return found


@pytest.mark.parametrize(
    ("change", "identity", "said"),
    [
        ("GRANT SELECT ON pg_authid TO access_bob", "table pg_catalog.pg_authid to access_bob", "SELECT"),
        ("REVOKE SELECT ON pg_stats FROM PUBLIC", "view pg_catalog.pg_stats to public", "revoked SELECT"),
        (
            "REVOKE DELETE, INSERT ON pg_proc FROM CURRENT_USER",
            "table pg_catalog.pg_proc to its owner",
            "revoked DELETE, INSERT",
        ),
        (
            "GRANT SELECT (rolname) ON pg_authid TO access_bob",
            "column pg_catalog.pg_authid/rolname to access_bob",
            "SELECT",
        ),
        (
            "REVOKE SELECT (subname) ON pg_subscription FROM PUBLIC",
            "column pg_catalog.pg_subscription/subname to public",
            "revoked SELECT",
        ),
        (
            "REVOKE EXECUTE ON FUNCTION upper(text) FROM PUBLIC",
            "function pg_catalog.upper(text) to public",
            "revoked EXECUTE",
        ),
        # What anybody may do with any other function, and not with this one.
        (
            "GRANT EXECUTE ON FUNCTION lo_import(text) TO PUBLIC",
            "function pg_catalog.lo_import(text) to public",
            "EXECUTE",
        ),
        ("REVOKE USAGE ON TYPE text FROM PUBLIC", "base type pg_catalog.text to public", "revoked USAGE"),
        ("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC", "language plpgsql to public", "revoked USAGE"),
        ("GRANT USAGE ON LANGUAGE sql TO access_bob", "language sql to access_bob", "USAGE"),
        ("REVOKE USAGE ON SCHEMA pg_catalog FROM PUBLIC", "schema pg_catalog to public", "revoked USAGE"),
        (
            "REVOKE USAGE ON SCHEMA information_schema FROM PUBLIC",
            "schema information_schema to public",
            "revoked USAGE",
        ),
        (
            "REVOKE SELECT ON information_schema.columns FROM PUBLIC",
            "view information_schema.columns to public",
            "revoked SELECT",
        ),
        (
            "GRANT SELECT ON information_schema.transforms TO PUBLIC",
            "view information_schema.transforms to public",
            "SELECT",
        ),
        (
            "GRANT SELECT ON tools.pg_stat_statements TO access_bob WITH GRANT OPTION",
            "view tools.pg_stat_statements to access_bob",
            "SELECT, may grant SELECT",
        ),
        (
            """GRANT INSERT ON tools.pg_stat_statements TO PUBLIC;
            REVOKE SELECT ON tools.pg_stat_statements FROM PUBLIC""",
            "view tools.pg_stat_statements to public",
            "INSERT, revoked SELECT",
        ),
        (
            "GRANT SELECT (query) ON tools.pg_stat_statements TO access_bob",
            "column tools.pg_stat_statements/query to access_bob",
            "SELECT",
        ),
        (
            "GRANT EXECUTE ON FUNCTION tools.min(tools.citext) TO access_bob",
            "aggregate tools.min(tools.citext) to access_bob",
            "EXECUTE",
        ),
        ("REVOKE USAGE ON TYPE tools.citext FROM PUBLIC", "base type tools.citext to public", "revoked USAGE"),
        ("GRANT USAGE ON TYPE tools.lo TO access_bob", "domain tools.lo to access_bob", "USAGE"),
        ("GRANT USAGE ON TYPE own.pair TO access_bob", "composite type own.pair to access_bob", "USAGE"),
        ("GRANT USAGE ON TYPE own.span TO access_bob", "range type own.span to access_bob", "USAGE"),
        ("GRANT USAGE ON TYPE own.mood TO access_bob", "enum own.mood to access_bob", "USAGE"),
        (
            "GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO access_bob",
            "foreign data wrapper postgres_fdw to access_bob",
            "USAGE",
        ),
        ("GRANT USAGE ON FOREIGN SERVER own TO access_bob", "server own to access_bob", "USAGE"),
        ("GRANT USAGE ON SEQUENCE own.numbers TO access_bob", "sequence own.numbers to access_bob", "USAGE"),
        ("GRANT SELECT ON own.settings TO access_bob", "table own.settings to access_bob", "SELECT"),
        ("GRANT SELECT ON own.kept TO access_bob", "materialized view own.kept to access_bob", "SELECT"),
        ("GRANT SELECT ON own.far TO access_bob", "foreign table own.far to access_bob", "SELECT"),
        ("REVOKE EXECUTE ON PROCEDURE own.work() FROM PUBLIC", "procedure own.work() to public", "revoked EXECUTE"),
        ("GRANT CREATE ON SCHEMA own TO access_bob", "schema own to access_bob", "CREATE"),
    ],
)
def test_what_somebody_granted_or_revoked(each_databases: Databases, change: str, identity: str, said: str) -> None:
    a, b = each_databases.fresh(MEMBERS), each_databases.fresh(f"{MEMBERS} {change}")
    assert told(a, b) == {(identity, said)}


def test_nobody_has_touched_anything(each_databases: Databases) -> None:
    catalog = read(each_databases.fresh(MEMBERS))
    assert [one for one in catalog.objects.values() if isinstance(one, Privilege) and one.is_shipped] == []


@pytest.mark.parametrize(
    "change",
    [
        "GRANT EXECUTE ON FUNCTION upper(text) TO access_bob; REVOKE EXECUTE ON FUNCTION upper(text) FROM access_bob",
        "REVOKE SELECT ON pg_stats FROM PUBLIC; GRANT SELECT ON pg_stats TO PUBLIC",
        "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC; GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC",
        "REVOKE SELECT (subname) ON pg_subscription FROM PUBLIC; GRANT SELECT (subname) ON pg_subscription TO PUBLIC",
        """GRANT SELECT ON information_schema.transforms TO access_bob;
        REVOKE SELECT ON information_schema.transforms FROM access_bob""",
        f"GRANT EXECUTE ON {RESET} TO PUBLIC; REVOKE EXECUTE ON {RESET} FROM PUBLIC",
        "GRANT ALL ON TABLE pg_authid TO CURRENT_USER WITH GRANT OPTION",
        # Whose it is changes nothing about what its owner may do.
        f"ALTER VIEW tools.pg_stat_statements OWNER TO access_anna; ALTER {RESET} OWNER TO access_anna",
    ],
)
def test_what_comes_to_the_same_is_equal(each_databases: Databases, change: str) -> None:
    assert told(each_databases.fresh(MEMBERS), each_databases.fresh(f"{MEMBERS} {change}")) == set()


@pytest.mark.major(15)
def test_majors_and_versions_of_extensions_differ_by_nothing(databases: Databases, databases_15: Databases) -> None:
    older, newer = databases_15.fresh(MEMBERS), databases.fresh(MEMBERS)
    assert told(older, newer) == set()
    change = """GRANT ALL ON pg_authid TO access_bob; REVOKE ALL ON pg_proc FROM CURRENT_USER;
        GRANT SELECT ON tools.pg_stat_statements TO access_bob; REVOKE DELETE ON pg_class FROM CURRENT_USER"""
    execute(older, change)
    execute(newer, change)
    assert told(older, newer) == set()
    execute(newer, "GRANT MAINTAIN ON pg_type TO access_bob; REVOKE MAINTAIN ON pg_class FROM CURRENT_USER")
    assert told(older, newer) == set()


def test_a_role_that_is_gone(databases: Databases) -> None:
    role = "CREATE ROLE access_gone; GRANT SELECT ON {0} TO access_gone; ALTER EXTENSION citext ADD TABLE {0};"
    gone = "DELETE FROM pg_shdepend WHERE refobjid = 'access_gone'::regrole; DROP ROLE access_gone;"
    table = "CREATE EXTENSION citext; CREATE TABLE t (); "
    plain = databases.fresh(f"{table} ALTER EXTENSION citext ADD TABLE t;")
    b = databases.fresh(f"{table} {role.format('t')} REVOKE SELECT ON t FROM access_gone; {gone}")
    assert rows(b, "SELECT count(*) FROM pg_init_privs WHERE objoid >= 16384") == [(1,)]
    assert told(plain, b) == set()


@pytest.mark.parametrize(
    ("schemas", "expected"),
    [
        (("tools",), {"base type tools.citext to access_bob"}),
        (("own",), {"table own.settings to access_bob", "schema own to access_bob"}),
        (("public",), set()),
    ],
)
def test_only_what_lies_in_the_schemas_that_are_wanted(
    databases: Databases, schemas: tuple[str, ...], expected: set[str]
) -> None:
    a = databases.fresh(MEMBERS)
    b = databases.fresh(
        f"""{MEMBERS} GRANT USAGE ON TYPE tools.citext TO access_bob; GRANT SELECT ON own.settings TO access_bob;
        GRANT USAGE ON SCHEMA own TO access_bob; GRANT USAGE ON FOREIGN SERVER own TO access_bob;
        GRANT USAGE ON LANGUAGE plpgsql TO access_bob; GRANT SELECT ON pg_authid TO access_bob"""
    )
    assert {name for name, _ in told(a, b, Scope(schemas=frozenset(schemas)))} == expected


def test_on_a_platform_only_roles_of_the_user_s_count(each_databases: Databases) -> None:
    start = f"{supabase.SQL} {ROLES} CREATE EXTENSION pg_stat_statements SCHEMA extensions;"
    a = each_databases.fresh(start)
    b = each_databases.fresh(
        f"""{start} GRANT SELECT ON pg_authid TO access_bob, anon, dashboard_user, PUBLIC;
        REVOKE SELECT ON pg_stats FROM PUBLIC; REVOKE DELETE ON pg_proc FROM CURRENT_USER;
        GRANT SELECT ON extensions.pg_stat_statements TO access_bob, supabase_read_only_user;
        GRANT USAGE ON LANGUAGE plpgsql TO access_bob, service_role"""
    )
    assert told(a, b, Scope(Profile.SUPABASE)) == {
        ("table pg_catalog.pg_authid to access_bob", "SELECT"),
        ("view extensions.pg_stat_statements to access_bob", "SELECT"),
        ("language plpgsql to access_bob", "USAGE"),
    }


def test_an_extension_comes_with_nothing_but_itself(databases: Databases) -> None:
    a, b = databases.fresh(), databases.fresh("CREATE EXTENSION pg_stat_statements")
    assert shown(compare(*comparable(read(a), read(b)))) == {("added", Kind.EXTENSION.value, "pg_stat_statements", ())}
