"""What users of other tools report that those get wrong about reading and comparing, as behaviour of this one.

What people hang on a platform's tables is in test_supabase, partitions that a tool makes in test_partitions, secrets in
test_secrets, text that PostgreSQL deparses in two ways in test_restoring; all drift at once in test_canary.
"""

import time

import pytest

from sync.catalog import Profile, Scope
from tests.schemas.test_musicbrainz import build
from tests.support.catalogs import Shown, between, read, shown
from tests.support.servers import Databases, execute
from tests.support.single_changes import changed

ROLES = """
DO $$ BEGIN CREATE ROLE pains_app; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE pains_admin SUPERUSER; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
"""
TABLE = f"{ROLES} CREATE TABLE t (a integer PRIMARY KEY, b text);"
FUNCTION = f"{ROLES} CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';"
TRIGGER = f"""{TABLE} CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION g();
"""


def different(databases: Databases, setup: str, change: str) -> set[Shown]:
    """What differs when the second of two databases has got a change."""
    return shown(between(databases.fresh(setup), databases.fresh(f"{setup} {change}")))


@pytest.mark.since(15)
def test_a_replaced_view_that_lost_its_security_invoker(each_databases: Databases) -> None:
    setup = "CREATE VIEW v WITH (security_invoker = true) AS SELECT 1 AS a;"
    found = different(each_databases, setup, "CREATE OR REPLACE VIEW v AS SELECT 1 AS a")
    assert found == {changed("view", "public.v", "options")}


def test_a_table_a_default_and_a_revoked_grant_are_no_green_light(each_databases: Databases) -> None:
    setup = f"{TABLE} GRANT SELECT ON t TO pains_app;"
    change = "CREATE TABLE more (); ALTER TABLE t ALTER b SET DEFAULT ''; REVOKE SELECT ON t FROM pains_app"
    assert different(each_databases, setup, change) == {
        ("added", "table", "public.more", ()),
        changed("column", "public.t/b", "default"),
        ("removed", "privilege", "table public.t to pains_app", ()),
    }


@pytest.mark.parametrize(
    ("setup", "change", "expected"),
    [
        (
            FUNCTION,
            "REVOKE EXECUTE ON FUNCTION f(integer) FROM PUBLIC",
            changed("privilege", "function public.f(integer) to public", "privileges"),
        ),
        (
            TABLE,
            "GRANT UPDATE (b) ON t TO pains_app",
            ("added", "privilege", "column public.t/b to pains_app", ()),
        ),
        (
            ROLES,
            "ALTER DEFAULT PRIVILEGES FOR ROLE pains_app REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
            changed("default privilege", "of pains_app on functions to public", "privileges"),
        ),
    ],
)
def test_a_revoke_and_a_grant_on_a_column(each_databases: Databases, setup: str, change: str, expected: Shown) -> None:
    assert different(each_databases, setup, change) == {expected}


def test_default_privileges_that_do_nothing_are_no_difference(each_databases: Databases) -> None:
    # In one schema they only come on top of what everybody has anyway: there is nothing to take away.
    change = "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"
    assert different(each_databases, ROLES, change) == set()


def test_one_create_table_with_other_default_privileges_before_it(each_databases: Databases) -> None:
    before = "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO pains_app;"
    a = each_databases.fresh(TABLE)
    b = each_databases.fresh(TABLE.replace("CREATE TABLE", f"{before} CREATE TABLE"))
    assert shown(between(a, b)) == {
        ("added", "default privilege", "of postgres in schema public on tables to pains_app", ()),
        ("added", "privilege", "table public.t to pains_app", ()),
    }


def test_another_owner_is_one_difference_and_not_one_of_each_privilege(each_databases: Databases) -> None:
    setup = f"{TABLE} GRANT SELECT ON t TO pains_app;"
    found = different(each_databases, setup, "ALTER TABLE t OWNER TO pains_admin")
    assert found == {changed("owner", "table public.t", "owner")}


def test_who_granted_a_privilege_is_no_difference(each_databases: Databases) -> None:
    setup = f"{TABLE} GRANT SELECT ON t TO pains_admin WITH GRANT OPTION;"
    a = each_databases.fresh(f"{setup} GRANT SELECT ON t TO pains_app")
    b = each_databases.fresh(f"{setup} SET ROLE pains_admin; GRANT SELECT ON t TO pains_app; RESET ROLE")
    assert between(a, b) == ()


def test_names_that_were_written_with_and_without_their_schema(each_databases: Databases) -> None:
    made = """CREATE SCHEMA s; CREATE FUNCTION s.valid(text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE TYPE s.e AS ENUM ('a');"""
    a = each_databases.fresh(
        f"{made} CREATE TABLE t (a text CHECK (s.valid(a)), b s.e DEFAULT 'a', c text DEFAULT pg_catalog.lower('X'))"
    )
    b = each_databases.fresh(
        f"""{made} SET search_path = s, public;
        CREATE TABLE public.t (a text CHECK (valid(a)), b e DEFAULT 'a'::e, c text DEFAULT lower('X'))"""
    )
    assert between(a, b) == ()


def test_an_index_that_an_interrupted_build_left_invalid(each_databases: Databases) -> None:
    setup = "CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (1);"
    a, b = (each_databases.fresh(setup) for _ in range(2))
    execute(a, "CREATE INDEX i ON t (a)")
    with pytest.raises(Exception, match="could not create unique index"):
        execute(b, "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)")
    assert shown(between(a, b)) == {changed("index", "public.t/i", "definition", "valid")}


def test_a_body_and_the_privileges_of_one_function(each_databases: Databases) -> None:
    change = """CREATE OR REPLACE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 2';
        REVOKE ALL ON FUNCTION f(integer) FROM PUBLIC"""
    assert different(each_databases, FUNCTION, change) == {
        changed("function", "public.f(integer)", "body"),
        changed("privilege", "function public.f(integer) to public", "privileges"),
    }


def test_a_trigger_on_a_column_that_stands_elsewhere(each_databases: Databases) -> None:
    a = each_databases.fresh(TRIGGER)
    b = each_databases.fresh(TRIGGER.replace("a integer PRIMARY KEY, b text", "x text, b text, a integer PRIMARY KEY"))
    execute(b, "ALTER TABLE t DROP x")
    assert between(a, b) == ()


def test_line_ends_of_a_body_are_a_difference_of_their_own_and_cosmetic(each_databases: Databases) -> None:
    made = "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS E'SELECT \\'a{end}b\\'{end}';"
    a, b = (each_databases.fresh(made.format(end=end)) for end in ("\\n", "\\r\\n"))
    (difference,) = between(a, b)
    assert shown([difference]) == {changed("function", "public.f()", "line_ends")}
    assert difference.cosmetic


@pytest.mark.parametrize("body", ["SELECT  1", "SELECT 1 ", "select 1"])
def test_other_spaces_in_a_body_are_another_body(databases: Databases, body: str) -> None:
    setup = "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';"
    change = f"CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS '{body}'"
    assert different(databases, setup, change) == {changed("function", "public.f()", "body")}


def test_another_version_of_an_extension_is_that_and_nothing_else(each_databases: Databases) -> None:
    a = each_databases.fresh("CREATE EXTENSION citext VERSION '1.4'; CREATE TABLE t (a citext)")
    b = each_databases.fresh("CREATE EXTENSION citext; CREATE TABLE t (a citext)")
    assert shown(between(a, b)) == {changed("extension", "citext", "version")}


def test_a_key_and_not_null_on_two_major_versions(databases: Databases, each_databases: Databases) -> None:
    made = """CREATE SCHEMA s; CREATE TABLE s.t (a integer PRIMARY KEY, b text NOT NULL);
        CREATE TABLE s.child (d text NOT NULL) INHERITS (s.t); CREATE DOMAIN s.d AS text NOT NULL;
        CREATE TABLE s.p (a integer NOT NULL, c integer GENERATED ALWAYS AS IDENTITY) PARTITION BY LIST (a);
        CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES IN (1);"""
    scope = Scope(schemas=frozenset({"s"}))
    assert between(each_databases.fresh(made), databases.fresh(made), scope) == ()


def test_what_is_published(each_databases: Databases) -> None:
    setup = f"{TABLE} CREATE PUBLICATION p;"
    assert different(each_databases, setup, "ALTER PUBLICATION p ADD TABLE t") == {
        ("added", "publication table", "public.t/p", ())
    }


def test_when_a_trigger_fires(each_databases: Databases) -> None:
    found = different(each_databases, TRIGGER, "ALTER TABLE t ENABLE ALWAYS TRIGGER g")
    assert found == {changed("trigger", "public.t/g", "firing")}


def test_an_event_trigger_on_one_side_only(each_databases: Databases) -> None:
    setup = "CREATE FUNCTION ensure_rls() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
    change = "CREATE EVENT TRIGGER ensure_rls ON ddl_command_end EXECUTE FUNCTION ensure_rls()"
    assert different(each_databases, setup, change) == {("added", "event trigger", "ensure_rls", ())}
    found = different(each_databases, f"{setup} {change};", "ALTER EVENT TRIGGER ensure_rls DISABLE")
    assert found == {changed("event trigger", "ensure_rls", "firing")}


def test_a_user_s_objects_on_a_platform_s_tables(each_databases: Databases) -> None:
    setup = """CREATE SCHEMA auth; CREATE TABLE auth.users (id uuid); CREATE SCHEMA storage;
        CREATE TABLE storage.objects (id uuid);
        CREATE FUNCTION welcome() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"""
    change = """CREATE TRIGGER welcome AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION welcome();
        CREATE POLICY own ON storage.objects; ALTER TABLE storage.objects ADD level integer"""
    a, b = each_databases.fresh(setup), each_databases.fresh(f"{setup} {change}")
    assert shown(between(a, b, Scope(Profile.SUPABASE))) == {
        ("added", "trigger", "auth.users/welcome", ()),
        ("added", "policy", "storage.objects/own", ()),
    }


def test_five_hundred_tables_are_read_in_seconds(each_databases: Databases) -> None:
    database = each_databases.server.database(each_databases.template("musicbrainz", build))
    started = time.perf_counter()
    assert len(read(database).objects) > 5_000
    assert time.perf_counter() - started < 10
