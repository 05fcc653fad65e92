"""Migrations are replayed on what they find in the live database: its platform, who deploys there, their settings."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from psycopg import sql

from sync.catalog import Profile
from sync.data import DATA_VARIABLE
from sync.diff import Comparison, diff
from sync.errors import ReplayError, SourceError
from sync.migrations import SqlFile
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from sync.shadow.deployer import Deployer, welcome
from sync.shadow.scratch import Scratch
from sync.shadow.stand_ins.install import install
from sync.shadow.stand_ins.members import Member, StandIn
from sync.sources import FileSource, LiveSource
from tests.support import supabase
from tests.support.catalogs import shown
from tests.support.servers import Databases, execute, rows

Compare = Callable[..., Comparison]

USERS = """
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE, name text);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON profiles FOR SELECT TO authenticated USING (auth.uid() = id);
CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
    AS $$ BEGIN INSERT INTO public.profiles (id) VALUES (NEW.id); RETURN NEW; END $$;
CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION handle_new_user();
"""
# What cannot be told from the platform's own, but by its being in the files.
ON_PLATFORM = """
CREATE POLICY mine ON storage.objects FOR SELECT USING (bucket_id = 'avatars');
CREATE INDEX mine ON storage.objects (owner_id);
CREATE INDEX ON auth.users (lower(email));
ALTER TABLE storage.objects ADD COLUMN kind text CHECK (kind <> ''), ADD CONSTRAINT named CHECK (name <> '');
ALTER TABLE storage.buckets ADD UNIQUE (name);
CREATE FUNCTION auth.is_admin() RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE VIEW who AS SELECT u.email, p.name FROM auth.users AS u JOIN profiles AS p USING (id) WHERE auth.is_admin();
ALTER PUBLICATION supabase_realtime ADD TABLE profiles;
GRANT SELECT ON auth.users TO authenticated;
"""


@pytest.fixture
def compare(server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Compare]:
    """Compares migrations, given as texts, with a live database."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))

    def compared(
        live: Database, *texts: str, profile: Profile | None = Profile.SUPABASE, roles: bool = False
    ) -> Comparison:
        files = tuple(SqlFile(Path(f"{number}.sql"), text.encode()) for number, text in enumerate(texts, 1))
        migrations = FileSource("migrations", files, are_migrations=True)
        return diff(migrations, LiveSource("live", live, profile), scratch, roles=roles)

    with Scratch(server) as scratch:
        yield compared


def said(comparison: Comparison) -> list[str]:
    return [one.message for one in comparison.diagnostics]


def test_what_migrations_make_of_a_platform(each_databases: Databases, compare: Compare) -> None:
    live = each_databases.fresh(supabase.SQL + USERS + ON_PLATFORM)
    found = compare(live, USERS, ON_PLATFORM)
    assert shown(found.differences) == set()
    assert said(found) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("CREATE POLICY hand ON storage.objects USING (true)", {("added", "policy", "storage.objects/hand", ())}),
        (
            "DROP TRIGGER on_auth_user_created ON auth.users",
            {("removed", "trigger", "auth.users/on_auth_user_created", ())},
        ),
        ("REVOKE ALL ON profiles FROM anon", {("removed", "privilege", "table public.profiles to anon", ())}),
        ("REVOKE USAGE ON SCHEMA public FROM anon", {("removed", "privilege", "schema public to anon", ())}),
        (
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM anon",
            {("removed", "default privilege", "of postgres in schema public on tables to anon", ())},
        ),
        (
            "ALTER TABLE auth.users ADD COLUMN p uuid REFERENCES profiles",
            {("added", "constraint", "auth.users/users_p_fkey", ())},
        ),
        ("CREATE EXTENSION citext", {("added", "extension", "citext", ())}),
        (
            "ALTER PUBLICATION supabase_realtime ADD TABLE profiles",
            {("added", "publication table", "public.profiles/supabase_realtime", ())},
        ),
    ],
)
def test_what_was_done_by_hand_is_found(
    databases: Databases, compare: Compare, change: str, expected: set[tuple[str, str, str, tuple[str, ...]]]
) -> None:
    live = databases.fresh(supabase.SQL + USERS)
    execute(live, change)
    assert shown(compare(live, USERS).differences) == expected


def test_default_privileges_that_files_grant_begin_there(databases: Databases, compare: Compare) -> None:
    texts = [
        "CREATE TABLE closed ()",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO anon",
        "CREATE TABLE open ()",
    ]
    roles = "DO $$ BEGIN CREATE ROLE anon; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;"
    live = databases.fresh(f"{roles}{';'.join(texts)}")
    assert shown(compare(live, *texts).differences) == set()


def test_default_privileges_that_files_take_away_end_there(databases: Databases, compare: Compare) -> None:
    texts = [
        "CREATE TABLE before (id integer)",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM anon, authenticated",
        "CREATE TABLE after (id integer)",
    ]
    live = databases.fresh(f"{supabase.SQL}{';'.join(texts)}")
    assert shown(compare(live, *texts).differences) == set()


@pytest.mark.parametrize("all_", [False, True])
def test_privileges_that_files_grant_show_no_default_ones(databases: Databases, compare: Compare, all_: bool) -> None:
    """A project that gives nothing by default, as later ones do, though the platform's own role still does."""
    first = "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM anon"
    open_ = "ALL TABLES IN SCHEMA public" if all_ else "open"
    text = f"CREATE TABLE open (id integer); GRANT ALL ON {open_} TO anon; CREATE TABLE closed (id integer)"
    live = databases.fresh(f"{supabase.SQL} {first}; {text}")
    assert shown(compare(live, text).differences) == set()


def test_extensions_that_the_platform_installed(databases_15: Databases, compare: Compare) -> None:
    brought = 'CREATE EXTENSION "uuid-ossp" SCHEMA extensions; CREATE EXTENSION pgcrypto SCHEMA extensions;'
    text = """CREATE EXTENSION IF NOT EXISTS pgcrypto SCHEMA extensions;
        CREATE TABLE t (id uuid DEFAULT extensions.uuid_generate_v4(), h text DEFAULT extensions.gen_salt('bf'))"""
    live = databases_15.fresh(supabase.SQL + brought + text)
    assert shown(compare(live, text).differences) == set()
    plain = text.replace(" IF NOT EXISTS", "")
    assert shown(compare(live, plain).differences) == set()
    execute(live, "CREATE TABLE storage.salted (s text DEFAULT extensions.gen_salt('bf'))")
    assert shown(compare(live, text).differences) == set()
    with pytest.raises(ReplayError, match='extension "pgcrypto" already exists'):
        compare(live, plain)


def test_extensions_that_make_schemas_of_the_platform(databases: Databases, compare: Compare) -> None:
    """Whoever makes them with `CREATE EXTENSION`, the platform grants what is in their schemas by itself."""
    cron = StandIn(
        "pg_cron",
        "1.6",
        "pg_catalog",
        relocatable=False,
        requires=(),
        members=(Member("schema", {"name": "cron"}), Member("table", {"name": "cron.job", "columns": [["id", "int"]]})),
    )
    live = databases.fresh(supabase.SQL)
    with connect(live, autocommit=True) as connection:
        install([cron], databases.server, connection)
    text = "CREATE EXTENSION IF NOT EXISTS pg_cron; CREATE TABLE t (id integer);"
    execute(
        live,
        f"""{text} GRANT USAGE ON SCHEMA cron TO anon; GRANT ALL ON cron.job TO service_role;
        ALTER TABLE cron.job ENABLE ROW LEVEL SECURITY; CREATE POLICY cron_job_policy ON cron.job USING (true)""",
    )
    assert shown(compare(live, text).differences) == set()
    assert shown(compare(live, "CREATE TABLE t (id integer)").differences) == {("added", "extension", "pg_cron", ())}


def test_an_extension_of_the_platform_in_the_schema_public(databases: Databases, compare: Compare) -> None:
    live = databases.fresh(f"{supabase.SQL} CREATE EXTENSION pg_stat_statements")
    assert shown(compare(live, "").differences) == set()


def test_a_database_that_only_says_it_is_a_platform(databases: Databases, compare: Compare) -> None:
    texts = [
        "CREATE SCHEMA auth; CREATE TABLE auth.users (id uuid PRIMARY KEY); CREATE EXTENSION pg_stat_statements;",
        "CREATE TABLE t (id uuid REFERENCES auth.users); CREATE POLICY p ON auth.users USING (true);",
        "CREATE PUBLICATION supabase_realtime FOR TABLE t",
    ]
    live = databases.fresh(";".join(texts))
    assert shown(compare(live, *texts).differences) == set()


def test_what_the_scratch_server_refuses_of_a_platform_is_told(databases_15: Databases, compare: Compare) -> None:
    databases_15.tablespace("footing")
    live = databases_15.fresh(f"{supabase.SQL} CREATE TABLE auth.apart (id integer) TABLESPACE footing;")
    found = compare(live, "")
    assert shown(found.differences) == set()
    (message,) = said(found)
    assert message.startswith("1 of the platform's objects could not be made to replay the migrations on")
    assert message.endswith('(table auth.apart: tablespace "footing" does not exist)')


def deployers(databases: Databases, settings: str = "") -> Database:
    """A database to which a role deploys that is no superuser."""
    database = databases.fresh(
        """DO $$ BEGIN CREATE ROLE footing_deployer LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA extensions AUTHORIZATION footing_deployer; GRANT CREATE ON SCHEMA public TO footing_deployer"""
    )
    name = database.url.rpartition("/")[2].partition("?")[0]
    execute(database, f"GRANT CREATE ON DATABASE {name} TO footing_deployer; {settings.format(name)}")
    return Database.parse(database.url.replace("postgres@", "footing_deployer@", 1))


def test_what_migrations_make_belongs_to_who_deploys(each_databases: Databases, compare: Compare) -> None:
    texts = [
        "CREATE SCHEMA shop; CREATE TABLE shop.orders (id serial PRIMARY KEY); CREATE TABLE t (u text)",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC; RESET ROLE; CREATE VIEW v AS SELECT 1 AS one;",
        "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC",
    ]
    live = deployers(each_databases)
    for text in texts:
        execute(live, text)
    first = "CREATE SCHEMA extensions"
    assert shown(compare(live, first, *texts, profile=None).differences) == set()


def test_extensions_are_made_by_others(databases_15: Databases, compare: Compare) -> None:
    """Of one that it may make, a role owns the extension and not what that brings along; of others not even that."""
    texts = [
        "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; CREATE EXTENSION citext;",
        "BEGIN; CREATE EXTENSION IF NOT EXISTS pg_stat_statements; CREATE TABLE t (c citext); COMMIT;",
    ]
    live = deployers(databases_15)
    execute(
        Database.parse(live.url.replace("footing_deployer@", "postgres@", 1)), "CREATE EXTENSION pg_stat_statements"
    )
    for text in texts:
        execute(live, text)
    assert shown(compare(live, "CREATE SCHEMA extensions", *texts, profile=None).differences) == set()


def test_migrations_begin_with_the_settings_of_who_deploys(databases: Databases, compare: Compare) -> None:
    text = """CREATE TABLE extensions.given (at timestamptz DEFAULT '2026-02-01 00:00', day date DEFAULT '01/02/2026');
        CREATE TABLE t (LIKE given INCLUDING DEFAULTS)"""
    settings = """ALTER DATABASE {0} SET search_path = "$user", public, extensions;
        ALTER DATABASE {0} SET TimeZone = 'Asia/Tokyo';
        ALTER ROLE footing_deployer IN DATABASE {0} SET DateStyle = 'SQL, DMY'"""
    live = deployers(databases, settings)
    execute(live, text)
    first = "CREATE SCHEMA extensions"
    assert shown(compare(live, first, text, profile=None).differences) == set()


def test_a_schema_public_as_it_was_before_postgresql_15(databases: Databases, compare: Compare) -> None:
    live = databases.fresh("ALTER SCHEMA public OWNER TO postgres; GRANT CREATE ON SCHEMA public TO PUBLIC;")
    assert shown(compare(live, "", profile=None).differences) == set()
    other = Database.parse(live.url.replace("postgres@", "footing_deployer@", 1))
    assert shown(compare(other, "", profile=None).differences) == set()
    execute(live, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    assert len(compare(live, "", profile=None).differences) == 1


def test_a_file_that_fails_names_the_line(databases: Databases, compare: Compare) -> None:
    live = databases.fresh(supabase.SQL)
    with pytest.raises(ReplayError, match=r"^2\.sql, line 2: relation \"auth.nothere\" does not exist"):
        compare(live, "CREATE TABLE t ()", "SELECT 1;\nALTER TABLE auth.nothere ADD x integer")


def test_roles_are_not_what_migrations_tell(databases: Databases, compare: Compare) -> None:
    with pytest.raises(SourceError, match="migrations: no migration says all about roles: compare without roles"):
        compare(databases.fresh(), "CREATE ROLE footing_any", roles=True)


def test_a_role_that_two_need_at_the_same_time(databases: Databases) -> None:
    role = sql.Identifier("footing_wanted")
    databases.fresh("DO $$ BEGIN CREATE ROLE footing_wanted; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    execute(databases.server.database(), "ALTER ROLE footing_wanted NOSUPERUSER")
    with connect(databases.server.database()) as one, ThreadPoolExecutor(1) as pool:
        one.execute(sql.SQL("ALTER ROLE {} SUPERUSER").format(role))
        other = pool.submit(welcome, Deployer("footing_wanted"), databases.fresh())
        while not rows(databases.server.database(), "SELECT FROM pg_locks WHERE NOT granted"):
            assert not other.done()
        one.commit()
        other.result()
