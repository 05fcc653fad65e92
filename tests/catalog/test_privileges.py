"""Who owns what and who may do what: each difference is found once, and nothing beside it."""

import pytest

from sync.compare import compare
from sync.model.objects import Privilege
from sync.postgres.database import Database
from tests.support.attribute_cases.access import ROLES
from tests.support.catalogs import Shown, between, read, shown
from tests.support.servers import Databases, execute

TABLE = f"{ROLES} CREATE TABLE t (id integer, x text); CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';"
FOR_ANNA = "ALTER DEFAULT PRIVILEGES FOR ROLE access_anna"


def both_ways(a: Database, b: Database) -> set[Shown]:
    """What differs; the other way round the same must, with added and removed exchanged."""
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    found = shown(between(a, b))
    assert shown(between(b, a)) == {(turned[change], *rest) for change, *rest in found}
    return found


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # A list that spells out what goes without saying.
        ("", "GRANT SELECT ON t TO access_bob; REVOKE SELECT ON t FROM access_bob"),
        ("", "GRANT EXECUTE ON FUNCTION f() TO access_bob; REVOKE EXECUTE ON FUNCTION f() FROM access_bob"),
        ("", "GRANT ALL ON t TO CURRENT_USER WITH GRANT OPTION"),
        # Two who granted, and in another order.
        (
            "GRANT SELECT, INSERT ON t TO access_bob; GRANT UPDATE ON t TO access_anna WITH GRANT OPTION",
            """GRANT SELECT, UPDATE ON t TO access_anna WITH GRANT OPTION; GRANT INSERT ON t TO access_bob;
            SET ROLE access_anna; GRANT SELECT ON t TO access_bob; RESET ROLE; REVOKE GRANT OPTION FOR SELECT ON t
            FROM access_anna CASCADE; GRANT SELECT ON t TO access_bob; REVOKE SELECT ON t FROM access_anna""",
        ),
        (
            "GRANT SELECT ON t TO access_anna WITH GRANT OPTION; GRANT SELECT ON t TO access_bob",
            """GRANT SELECT ON t TO access_anna WITH GRANT OPTION; SET ROLE access_anna;
            GRANT SELECT ON t TO access_bob; RESET ROLE""",
        ),
        # Default privileges that say what PostgreSQL does by itself, or come to nothing.
        ("", f"{FOR_ANNA} GRANT EXECUTE ON FUNCTIONS TO PUBLIC"),
        ("", f"{FOR_ANNA} REVOKE USAGE ON TYPES FROM PUBLIC; {FOR_ANNA} GRANT USAGE ON TYPES TO PUBLIC"),
        ("", f"{FOR_ANNA} IN SCHEMA public REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"),
        ("", f"{FOR_ANNA} IN SCHEMA public GRANT ALL ON TABLES TO access_anna"),
        ("", f"{FOR_ANNA} GRANT SELECT ON TABLES TO access_bob; {FOR_ANNA} REVOKE SELECT ON TABLES FROM access_bob"),
    ],
)
def test_what_comes_to_the_same_is_equal(each_databases: Databases, first: str, second: str) -> None:
    assert both_ways(each_databases.fresh(TABLE + first), each_databases.fresh(TABLE + second)) == set()


def test_an_owner_s_own_privileges_are_whoever_s_it_is(each_databases: Databases) -> None:
    owned = "REVOKE DELETE ON t FROM CURRENT_USER; GRANT SELECT ON SEQUENCE t_n_seq TO access_bob;"
    start = (
        f"{TABLE} ALTER TABLE t ADD n integer GENERATED ALWAYS AS IDENTITY; GRANT SELECT (x) ON t TO postgres; {owned}"
    )
    a, b = each_databases.fresh(start), each_databases.fresh(f"{start} ALTER TABLE t OWNER TO access_anna")
    assert both_ways(a, b) == {("changed", "owner", "table public.t", ("owner",))}


def test_a_grant_on_an_identity_sequence(each_databases: Databases) -> None:
    start = f"{ROLES} CREATE TABLE t (n integer GENERATED ALWAYS AS IDENTITY);"
    a = each_databases.fresh(start)
    b = each_databases.fresh(f"{start} GRANT USAGE ON SEQUENCE t_n_seq TO access_bob")
    assert both_ways(a, b) == {("added", "privilege", "sequence public.t_n_seq to access_bob", ())}


def test_nothing_left_of_a_list(each_databases: Databases) -> None:
    a = each_databases.fresh(TABLE)
    b = each_databases.fresh(
        f"""{TABLE} REVOKE ALL ON t FROM CURRENT_USER;
        REVOKE ALL ON FUNCTION f() FROM PUBLIC, CURRENT_USER;"""
    )
    assert both_ways(a, b) == {
        ("changed", "privilege", "table public.t to its owner", ("privileges",)),
        ("changed", "privilege", "function public.f() to its owner", ("privileges",)),
        ("changed", "privilege", "function public.f() to public", ("privileges",)),
    }
    (table,) = [one for one in read(b).objects.values() if str(one.identity) == "table public.t to its owner"]
    assert isinstance(table, Privilege)
    assert table.privileges == ()


def test_an_object_comes_with_what_was_granted_on_it_and_not_with_what_goes_without_saying(
    each_databases: Databases,
) -> None:
    a = each_databases.fresh(ROLES)
    b = each_databases.fresh(
        f"""{TABLE} GRANT SELECT ON t TO access_bob; REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;
        REVOKE ALL (x) ON t FROM PUBLIC"""
    )
    assert {one for one in both_ways(a, b) if one[1] in ("privilege", "owner")} == {
        ("added", "privilege", "table public.t to access_bob", ()),
        ("added", "privilege", "function public.f() to public", ()),
    }


def test_everybody_on_the_schema_public(each_databases: Databases) -> None:
    grant, revoke = "GRANT CREATE ON SCHEMA public TO PUBLIC", "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    a, b = each_databases.fresh(revoke), each_databases.fresh(grant)
    assert both_ways(a, b) == {("changed", "privilege", "schema public to public", ("privileges",))}


@pytest.mark.parametrize(
    ("target", "identity"),
    [
        ("('public'::regnamespace, 'pg_namespace'::regclass, 0, 'access', 'x')", "schema public by access"),
        ("('t'::regclass, 'pg_class'::regclass, 2, 'access', 'x')", "column public.t/x by access"),
        ("('v'::regclass, 'pg_class'::regclass, 0, 'access', 'x')", "view public.v by access"),
        ("('m'::regclass, 'pg_class'::regclass, 0, 'access', 'x')", "materialized view public.m by access"),
        ("('ft'::regclass, 'pg_class'::regclass, 0, 'access', 'x')", "foreign table public.ft by access"),
        ("('s'::regclass, 'pg_class'::regclass, 0, 'access', 'x')", "sequence public.s by access"),
        ("('f(int)'::regprocedure, 'pg_proc'::regclass, 0, 'access', 'x')", "function public.f(integer) by access"),
        ("('r()'::regprocedure, 'pg_proc'::regclass, 0, 'access', 'x')", "procedure public.r() by access"),
        ("('e'::regtype, 'pg_type'::regclass, 0, 'access', 'x')", "enum public.e by access"),
        ("('d'::regtype, 'pg_type'::regclass, 0, 'access', 'x')", "domain public.d by access"),
        ("('ct'::regtype, 'pg_type'::regclass, 0, 'access', 'x')", "composite type public.ct by access"),
        ("((SELECT oid FROM pg_publication), 'pg_publication'::regclass, 0, 'access', 'x')", "publication p by access"),
    ],
)
def test_a_security_label(databases: Databases, target: str, identity: str) -> None:
    start = """CREATE TABLE t (id integer, x text); CREATE VIEW v AS SELECT 1; CREATE MATERIALIZED VIEW m AS SELECT 1;
        CREATE SEQUENCE s; CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE PROCEDURE r() LANGUAGE sql AS 'SELECT 1'; CREATE TYPE e AS ENUM ('a'); CREATE DOMAIN d AS integer;
        CREATE TYPE ct AS (x integer); CREATE PUBLICATION p; CREATE FOREIGN DATA WRAPPER w;
        CREATE SERVER w FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE ft (id integer) SERVER w;"""
    labelled = f"{start} SET allow_system_table_mods = on; INSERT INTO pg_seclabel VALUES {target}"
    assert both_ways(databases.fresh(start), databases.fresh(labelled)) == {("added", "security label", identity, ())}


@pytest.mark.major(15)
def test_a_right_that_only_a_later_version_has(databases: Databases, databases_15: Databases) -> None:
    start = f"""{ROLES} ALTER SCHEMA public OWNER TO access_anna;
        REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE TABLE t (id integer); CREATE TABLE u (id integer);
        CREATE VIEW v AS SELECT 1; GRANT ALL ON t TO access_bob; GRANT ALL ON v TO access_bob WITH GRANT OPTION;
        REVOKE DELETE ON t FROM postgres; {FOR_ANNA} GRANT ALL ON TABLES TO access_bob;
        {FOR_ANNA} IN SCHEMA public GRANT ALL ON TABLES TO access_bob;"""
    older, newer = databases_15.fresh(start), databases.fresh(start)
    assert both_ways(older, newer) == set()
    execute(newer, "GRANT MAINTAIN ON u TO access_bob; REVOKE MAINTAIN ON u FROM postgres")
    assert both_ways(older, newer) == set()
    execute(newer, "REVOKE TRIGGER ON t FROM access_bob")
    assert both_ways(older, newer) == {("changed", "privilege", "table public.t to access_bob", ("privileges",))}


def test_a_right_of_later_versions_among_themselves(databases: Databases) -> None:
    start = f"{TABLE} GRANT ALL ON t TO access_bob;"
    a, b = databases.fresh(start), databases.fresh(f"{start} REVOKE MAINTAIN ON t FROM access_bob")
    assert both_ways(a, b) == {("changed", "privilege", "table public.t to access_bob", ("privileges",))}


def test_default_privileges_read_as_they_were_given(databases: Databases) -> None:
    a = databases.fresh(ROLES)
    b = databases.fresh(f"{ROLES} {FOR_ANNA} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
    (difference,) = between(a, b)
    assert [(one.name, one.old, one.new) for one in difference.attributes] == [("privileges", ("EXECUTE",), ())]
    (alone,) = compare(read(a), read(b))
    assert str(alone.identity) == "of access_anna on functions to public"
