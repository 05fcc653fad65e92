"""The profile `supabase`: what users hang on the platform's tables is compared, what the platform makes is not."""

import pytest

from sync.catalog import Profile, Scope
from sync.catalog.across import comparable
from sync.model import Catalog
from sync.postgres.database import Database
from tests.support import supabase
from tests.support.catalogs import between, read, shown
from tests.support.servers import Databases

SUPABASE = Scope(Profile.SUPABASE)
USER_ROLE = """
DO $$ BEGIN CREATE ROLE supabase_test_reporting; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
"""
USERS = f"""{USER_ROLE}
CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TABLE orders (id integer PRIMARY KEY);
"""


def different(databases: Databases, change: str, before: str = USERS) -> set[tuple[str, str, str, tuple[str, ...]]]:
    """What differs when one project has got a change that the other has not."""
    start = supabase.SQL + before
    return shown(between(databases.fresh(start), databases.fresh(start + change), SUPABASE))


def messages(a: Database, b: Database) -> list[str]:
    """What is noted beside a comparison, the databases called A and B."""
    found: list[Catalog] = list(comparable(read(a, SUPABASE), read(b, SUPABASE)))
    texts = [one.message for catalog in found for one in catalog.diagnostics if one.code == "platform-version"]
    return [text.replace(a.label, "A").replace(b.label, "B") for text in texts]


def test_two_projects_are_equal(each_databases: Databases) -> None:
    a, b = (each_databases.fresh(supabase.SQL + USERS) for _ in range(2))
    assert between(a, b, SUPABASE) == ()
    assert messages(a, b) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            """CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users
               FOR EACH ROW EXECUTE FUNCTION handle_new_user();
            COMMENT ON TRIGGER on_auth_user_created ON auth.users IS 'mine'""",
            {
                ("added", "trigger", "auth.users/on_auth_user_created", ()),
                ("added", "comment", "trigger auth.users/on_auth_user_created", ()),
            },
        ),
        (
            """CREATE POLICY own ON storage.objects USING (owner_id = 'x');
            COMMENT ON POLICY own ON storage.objects IS 'mine'""",
            {
                ("added", "policy", "storage.objects/own", ()),
                ("added", "comment", "policy storage.objects/own", ()),
            },
        ),
        ("CREATE INDEX mine ON auth.users (email)", {("added", "index", "auth.users/mine", ())}),
        (
            "GRANT SELECT ON auth.users TO supabase_test_reporting",
            {("added", "privilege", "table auth.users to supabase_test_reporting", ())},
        ),
        (
            "GRANT SELECT (email) ON auth.users TO supabase_test_reporting",
            {("added", "privilege", "column auth.users/email to supabase_test_reporting", ())},
        ),
        (
            "GRANT USAGE ON SCHEMA auth TO supabase_test_reporting",
            {("added", "privilege", "schema auth to supabase_test_reporting", ())},
        ),
        (
            "GRANT EXECUTE ON FUNCTION auth.uid() TO supabase_test_reporting",
            {("added", "privilege", "function auth.uid() to supabase_test_reporting", ())},
        ),
        (
            "REVOKE UPDATE ON storage.objects FROM anon",
            {("changed", "privilege", "table storage.objects to anon", ("privileges",))},
        ),
        (
            "ALTER TABLE storage.objects DISABLE ROW LEVEL SECURITY",
            {("changed", "table", "storage.objects", ("row_security",))},
        ),
        ("ALTER TABLE auth.users ADD COLUMN mine text", {("added", "column", "auth.users/mine", ())}),
        (
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM anon",
            {("removed", "default privilege", "of postgres in schema public on tables to anon", ())},
        ),
        (
            "ALTER PUBLICATION supabase_realtime ADD TABLE orders",
            {("added", "publication table", "public.orders/supabase_realtime", ())},
        ),
    ],
)
def test_what_users_do_is_found(
    each_databases: Databases, change: str, expected: set[tuple[str, str, str, tuple[str, ...]]]
) -> None:
    assert different(each_databases, change) == expected


@pytest.mark.parametrize(
    "change",
    [
        # Time goes by: Realtime keeps a partition for each day.
        """CREATE TABLE realtime.messages_2026_11_23 PARTITION OF realtime.messages
            FOR VALUES FROM ('2026-11-23') TO ('2026-11-24');
        ALTER TABLE realtime.messages_2026_11_23 ADD UNIQUE (topic)""",
        # Projects that were made at another time begin with other ones.
        "ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public REVOKE ALL ON TABLES FROM anon",
        """CREATE FUNCTION extensions.pgrst_ddl_watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER pgrst_ddl_watch ON ddl_command_end EXECUTE FUNCTION extensions.pgrst_ddl_watch();""",
        "SET ROLE supabase_admin; CREATE PUBLICATION supabase_other FOR TABLE realtime.messages",
        "CREATE TABLE auth.made_by_a_service (id integer PRIMARY KEY); CREATE INDEX ON auth.made_by_a_service (id)",
        "INSERT INTO supabase_migrations.schema_migrations VALUES ('20261123000000')",
    ],
)
def test_what_the_platform_does_is_not(databases: Databases, change: str) -> None:
    assert different(databases, change) == set()


def test_services_of_other_versions_are_named_and_what_is_theirs_is_left_out(each_databases: Databases) -> None:
    start = supabase.SQL + USERS
    a = each_databases.fresh(start)
    b = each_databases.fresh(start + supabase.NEWER_AUTH + "CREATE INDEX mine ON auth.users (email);")
    assert between(a, b, SUPABASE) == ()
    assert messages(a, b) == [
        "auth: A has 20240427152123, B 20251104100000: what belongs to that service is not compared"
    ]


def test_what_is_the_user_s_is_compared_whatever_the_versions(databases: Databases) -> None:
    start = supabase.SQL + USERS
    a = databases.fresh(start)
    b = databases.fresh(
        f"""{start} {supabase.NEWER_AUTH}
        CREATE TRIGGER mine AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION handle_new_user();
        CREATE POLICY mine ON auth.users USING (true); GRANT SELECT ON auth.users TO supabase_test_reporting;
        CREATE INDEX mine ON storage.objects (name)"""
    )
    assert shown(between(a, b, SUPABASE)) == {
        ("added", "trigger", "auth.users/mine", ()),
        ("added", "policy", "auth.users/mine", ()),
        ("added", "privilege", "table auth.users to supabase_test_reporting", ()),
        ("added", "index", "storage.objects/mine", ()),
    }


@pytest.mark.parametrize(
    "change", ["DROP TABLE storage.migrations", "TRUNCATE storage.migrations", "ALTER TABLE storage.migrations DROP id"]
)
def test_a_version_that_nobody_knows(databases: Databases, change: str) -> None:
    a, b = (
        databases.fresh(supabase.SQL),
        databases.fresh(f"{supabase.SQL} {change}; CREATE INDEX mine ON storage.objects (name)"),
    )
    assert between(a, b, SUPABASE) == ()
    assert messages(a, b) == ["storage: A has 25, B unknown: what belongs to that service is not compared"]
    assert messages(b, b) == [
        "storage: the versions of A and A are not known: what belongs to that service is not compared"
    ]


def test_a_plain_database_with_that_profile(databases: Databases) -> None:
    a, b = databases.fresh(USERS), databases.fresh(f"{USERS} CREATE INDEX i ON orders (id)")
    assert shown(between(a, b, SUPABASE)) == {("added", "index", "public.orders/i", ())}
    assert messages(a, b) == []


def test_a_project_against_a_plain_database(databases: Databases) -> None:
    plain, project = databases.fresh(USERS), databases.fresh(supabase.SQL + USERS)
    assert messages(plain, project) == []
    found = {(change, kind, name) for change, kind, name, _ in shown(between(plain, project, SUPABASE))}
    assert found
    assert {kind for _, kind, _ in found} <= {"privilege", "default privilege", "publication", "comment"}
    assert not [name for _, _, name in found if " auth." in name or "schema auth " in name or " storage" in name]
