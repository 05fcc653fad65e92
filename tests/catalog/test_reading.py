"""What the reader sees the same however a database came to be, and what it must tell apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
import pytest
from psycopg import sql

import sync.catalog
from sync.catalog import Profile, Scope, read_catalog
from sync.catalog.reading import Rows
from sync.compare import compare
from sync.errors import ReadError
from sync.model import Identity, Kind
from sync.model.objects import Index, Policy, Table, Trigger, View
from sync.postgres.database import Database
from tests.support.catalogs import between, read, shown
from tests.support.servers import Databases, execute, rows

SUPABASE = Scope(Profile.SUPABASE)


def identities(database: Database, scope: Scope = Scope()) -> set[str]:  # noqa: B008 - a frozen value
    return {f"{identity.kind} {identity}" for identity in read(database, scope).objects}


@contextmanager
def role(database: Database, name: str, options: str = "") -> Iterator[Database]:
    """A role without any right, and the database as that role connects to it."""
    execute(database, f"CREATE ROLE {name} LOGIN {options}")
    try:
        yield Database(database.url.replace("postgres@", f"{name}@"), database.label)
    finally:
        execute(database, f"DROP OWNED BY {name}; DROP ROLE {name}")


def test_physical_column_order_and_dropped_columns_do_not_matter(each_databases: Databases) -> None:
    a = each_databases.fresh(
        """CREATE TABLE t (gone int, b text, a int, UNIQUE (a, b));
        ALTER TABLE t DROP COLUMN gone;
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER g BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION f()"""
    )
    b = each_databases.fresh(
        """CREATE TABLE t (a int, b text, UNIQUE (a, b));
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER g BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION f()"""
    )
    assert between(a, b) == ()


@pytest.mark.parametrize(
    "setting",
    [
        "search_path = s, public",
        "DateStyle = 'German, DMY'",
        "TimeZone = 'Asia/Kathmandu'",
        "IntervalStyle = 'iso_8601'",
        "quote_all_identifiers = on",
        "standard_conforming_strings = off",
        "bytea_output = 'escape'",
        "extra_float_digits = -3",
    ],
)
@pytest.mark.parametrize("where", ["DATABASE", "ROLE"])
def test_settings_of_a_database_or_a_role_do_not_matter(databases: Databases, setting: str, where: str) -> None:
    statements = r"""
        CREATE SCHEMA s;
        CREATE TABLE s.t (
            at timestamptz DEFAULT '2024-03-31 01:30:00+00', on_day date DEFAULT '2024-03-04',
            lasts interval DEFAULT '1 day 02:00:00', share float8 DEFAULT 0.1, mark bytea DEFAULT '\x00ff',
            path text DEFAULT E'C:\\temp', "Odd" text CHECK ("Odd" <> E'\\')
        );
        CREATE TABLE s.parts (at timestamptz) PARTITION BY RANGE (at);
        CREATE TABLE s.part PARTITION OF s.parts FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2025-01-01 00:00+00');
        CREATE VIEW s.v AS SELECT * FROM s.t WHERE at > '2024-03-31 01:30:00+00'
    """
    a, b = databases.fresh(statements), databases.fresh(statements)
    ((name,),) = rows(b, "SELECT current_database()")
    target = f"DATABASE {name}" if where == "DATABASE" else f"ROLE postgres IN DATABASE {name}"
    execute(b, f"ALTER {target} SET {setting}")
    assert rows(b, f"SHOW {setting.split(' ', maxsplit=1)[0]}") != rows(a, f"SHOW {setting.split(' ', maxsplit=1)[0]}")
    assert between(a, b) == ()


def test_the_order_of_options_and_roles_does_not_follow_the_collation(databases_15: Databases) -> None:
    # Debian's PostgreSQL has ICU, whose order of letters is not that of C.
    statements = """
        CREATE TABLE t (a int) WITH (fillfactor = 70, autovacuum_enabled = off);
        ALTER TABLE t ENABLE ROW LEVEL SECURITY;
        CREATE FUNCTION f() RETURNS int LANGUAGE sql SET "DateStyle" = 'ISO' SET application_name = 'x' RETURN 1;
        CREATE POLICY p ON t TO "B_role", a_role
    """
    execute(databases_15.server.database(), 'CREATE ROLE "B_role"; CREATE ROLE a_role')
    a = databases_15.fresh(statements)
    execute(
        databases_15.server.database(),
        "CREATE DATABASE in_icu TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'",
    )
    b = databases_15.server.database("in_icu")
    try:
        execute(b, statements)
        assert between(a, b) == ()
    finally:
        execute(databases_15.server.database(), "DROP DATABASE in_icu")
        databases_15.drop()
        execute(databases_15.server.database(), 'DROP ROLE "B_role"; DROP ROLE a_role')


def test_a_role_that_may_only_connect_reads_the_same(each_databases: Databases) -> None:
    database = each_databases.fresh(
        """CREATE SCHEMA hidden;
        CREATE TABLE hidden.t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, b text DEFAULT 'x' CHECK (b <> ''));
        CREATE SEQUENCE hidden.s;
        CREATE FUNCTION hidden.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER g BEFORE INSERT ON hidden.t FOR EACH ROW EXECUTE FUNCTION hidden.f();
        ALTER TABLE hidden.t ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON hidden.t USING (b = CURRENT_USER);
        CREATE VIEW hidden.v AS SELECT * FROM hidden.t;
        CREATE MATERIALIZED VIEW hidden.m AS SELECT * FROM hidden.t;
        CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w;
        CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (password 'hunter2');
        REVOKE ALL ON SCHEMA hidden FROM PUBLIC; REVOKE ALL ON ALL TABLES IN SCHEMA hidden FROM PUBLIC"""
    )
    with role(database, "only_connects", "NOSUPERUSER") as as_role:
        assert rows(as_role, "SELECT CURRENT_USER::text") == [("only_connects",)]
        seen, all_there_is = read(as_role), read(database)
    assert compare(all_there_is, seen) == ()
    assert [one.code for one in seen.diagnostics] == ["not-readable"]
    assert all_there_is.diagnostics == ()
    assert len(seen.objects) > 10
    assert "hunter2" not in repr(all_there_is)


HOSTILE = [
    'qu"ote', "apostro'phe", "dot.ted", "sl/ash", "Ünïcödé", "UPPER", "select", "per%cent", "per%s", "line\nfeed",
    "brace{}", "back\\slash", " space ", "$$", "a, b", "-- comment", "x" * 63,
]  # fmt: skip


def test_hostile_names(each_databases: Databases) -> None:
    statements = sql.SQL("\n").join(
        sql.SQL(
            """CREATE SCHEMA {n}; CREATE TYPE {n}.{e} AS ENUM ({l});
            CREATE TABLE {n}.{n} ({n} {n}.{e} DEFAULT {l}, CONSTRAINT {n} CHECK ({n} <> {l}));
            CREATE INDEX {i} ON {n}.{n} ({n}) WHERE {n} IS NOT NULL;
            CREATE FUNCTION {n}.{n}({n} {n}.{e} DEFAULT {l}) RETURNS trigger LANGUAGE plpgsql AS {l};
            CREATE FUNCTION {n}.{n}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER {n} BEFORE INSERT ON {n}.{n} FOR EACH ROW EXECUTE FUNCTION {n}.{n}({l});
            CREATE POLICY {n} ON {n}.{n} USING ({n} = {l});
            CREATE VIEW {n}.{v} AS SELECT {n} FROM {n}.{n}; CREATE SEQUENCE {n}.{s} OWNED BY {n}.{n}.{n};"""
        ).format(
            n=sql.Identifier(name), l=sql.Literal(name),
            **{key: sql.Identifier(f"{key}{name}"[:63]) for key in "eivs"},
        )
        for name in HOSTILE
    )  # fmt: skip
    a, b = each_databases.fresh(), each_databases.fresh()
    with psycopg.connect(a.url) as connection:
        text = statements.as_string(connection).replace("LANGUAGE plpgsql AS ", "LANGUAGE internal AS ", 0)
    for database in (a, b):
        execute(database, "SET check_function_bodies = off;" + text)
    catalog = read(a)
    assert between(a, b) == ()
    for name in HOSTILE:
        assert Identity(Kind.TABLE, name, "", name) in catalog.objects
        assert Identity(Kind.COLUMN, name, name, name) in catalog.objects
        assert Identity(Kind.TRIGGER, name, name, name) in catalog.objects
        assert Identity(Kind.POLICY, name, name, name) in catalog.objects
        assert Identity(Kind.FUNCTION, name, "", name) in catalog.objects
    texts = [f"{identity.kind} {identity}" for identity in catalog.objects]
    assert len(set(texts)) == len(texts)


@pytest.mark.since(14)
def test_overloaded_functions_and_one_name_in_two_schemas(each_databases: Databases) -> None:
    database = each_databases.fresh(
        """CREATE SCHEMA s; CREATE TYPE s.n AS ENUM ('a'); CREATE TYPE n AS ENUM ('a');
        CREATE FUNCTION f(int) RETURNS int LANGUAGE sql RETURN 1;
        CREATE FUNCTION f(text, VARIADIC int[]) RETURNS int LANGUAGE sql RETURN 2;
        CREATE FUNCTION f(n) RETURNS int LANGUAGE sql RETURN 3;
        CREATE FUNCTION f(s.n) RETURNS int LANGUAGE sql RETURN 4;
        CREATE FUNCTION f(IN a date, OUT b int, INOUT c "char") LANGUAGE sql AS 'SELECT 1, c';
        CREATE PROCEDURE f(char, INOUT int) LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION s.f(int) RETURNS int LANGUAGE sql RETURN 5;
        CREATE TABLE t (a int); CREATE TABLE s.t (a int); CREATE INDEX i ON t (a); CREATE INDEX i ON s.t (a)"""
    )
    found = identities(database)
    assert {
        "function public.f(integer)", "function public.f(text, integer[])", "function public.f(public.n)",
        "function public.f(s.n)", 'function public.f(date, "char")', "procedure public.f(character, integer)",
        "function s.f(integer)", "index public.t/i", "index s.t/i",
    } <= found  # fmt: skip


def test_a_view_that_reads_another_table_of_the_same_name_differs(each_databases: Databases) -> None:
    tables = "CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE TABLE public.t (a int);"
    a = each_databases.fresh(f"{tables} SET search_path = public; CREATE VIEW public.v AS SELECT a FROM t")
    b = each_databases.fresh(f"{tables} SET search_path = s; CREATE VIEW public.v AS SELECT a FROM t")
    assert shown(between(a, b)) == {("changed", "view", "public.v", ("definition",))}


def test_foreign_keys_and_triggers_of_partitioned_tables_are_read_once(each_databases: Databases) -> None:
    database = each_databases.fresh(
        """CREATE TABLE customers (id int PRIMARY KEY) PARTITION BY RANGE (id);
        CREATE TABLE customers_1 PARTITION OF customers FOR VALUES FROM (0) TO (10);
        CREATE TABLE customers_2 PARTITION OF customers FOR VALUES FROM (10) TO (20);
        CREATE TABLE orders (id int, customer int, CONSTRAINT buyer FOREIGN KEY (customer) REFERENCES customers)
            PARTITION BY RANGE (id);
        CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (0) TO (10);
        CREATE TABLE plain (customer int CONSTRAINT payer REFERENCES customers);
        CREATE INDEX orders_idx ON orders (customer);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER g AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f()"""
    )
    catalog = read(database)
    constraints = {str(i) for i in catalog.objects if i.kind is Kind.CONSTRAINT}
    assert constraints == {
        "public.customers/customers_pkey", "public.customers_1/customers_1_pkey",
        "public.customers_2/customers_2_pkey", "public.orders/buyer", "public.plain/payer",
    }  # fmt: skip
    assert {str(i) for i in catalog.objects if i.kind is Kind.TRIGGER} == {"public.orders/g"}
    attached = catalog.objects[Identity(Kind.INDEX, "public", "orders_1", "orders_1_customer_idx")]
    assert isinstance(attached, Index)
    assert attached.attached_to == "public.orders_idx"
    execute(database, "ALTER TABLE orders_1 DISABLE TRIGGER g")
    off = read(database).objects[Identity(Kind.TRIGGER, "public", "orders_1", "g")]
    assert isinstance(off, Trigger)
    assert off.firing == "disabled"


def test_a_key_of_a_partitioned_table_is_invalid_until_its_partitions_have_it(each_databases: Databases) -> None:
    tables = "CREATE TABLE p (id int) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);"
    a = each_databases.fresh(
        f"{tables} ALTER TABLE ONLY p ADD CONSTRAINT once UNIQUE (id); ALTER TABLE p1 ADD CONSTRAINT o1 UNIQUE (id)"
    )
    b = each_databases.fresh(
        f"""{tables} ALTER TABLE ONLY p ADD CONSTRAINT once UNIQUE (id); ALTER TABLE p1 ADD CONSTRAINT o1 UNIQUE (id);
        ALTER INDEX once ATTACH PARTITION o1"""
    )
    assert shown(between(a, b)) == {
        ("changed", "constraint", "public.p/once", ("index_valid",)),
        ("changed", "constraint", "public.p1/o1", ("inherited",)),
    }


def test_inheritance(each_databases: Databases) -> None:
    parents = "CREATE TABLE a (x int CHECK (x > 0)); CREATE TABLE b (y int);"
    one = each_databases.fresh(f"{parents} CREATE TABLE c (z int) INHERITS (a, b)")
    other = each_databases.fresh(f"{parents} CREATE TABLE c (z int) INHERITS (a)")
    table = read(one).objects[Identity(Kind.TABLE, "public", "", "c")]
    assert isinstance(table, Table)
    assert table.inherits == ("public.a", "public.b")
    assert shown(between(one, other)) == {
        ("changed", "table", "public.c", ("inherits",)),
        ("removed", "column", "public.c/y", ()),
    }


def test_identity_of_partitions(databases: Databases) -> None:
    database = databases.fresh(
        """CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY, k int) PARTITION BY LIST (k);
        CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"""
    )
    assert {i for i in identities(database) if i.startswith("sequence")} == set()
    assert between(database, database) == ()


def test_members_of_an_extension_are_its_own(each_databases: Databases) -> None:
    a = each_databases.fresh("CREATE SCHEMA s")
    b = each_databases.fresh(
        "CREATE SCHEMA s; CREATE EXTENSION citext SCHEMA s; CREATE EXTENSION pg_stat_statements SCHEMA s"
    )
    assert shown(between(a, b)) == {
        ("added", "extension", "citext", ()),
        ("added", "extension", "pg_stat_statements", ()),
    }


def test_a_users_trigger_and_policy_on_an_extensions_table(each_databases: Databases) -> None:
    statements = """CREATE TABLE queue (id int); CREATE EXTENSION hstore; ALTER EXTENSION hstore ADD TABLE queue;
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"""
    a = each_databases.fresh(statements)
    b = each_databases.fresh(
        f"""{statements} CREATE TRIGGER mine AFTER INSERT ON queue FOR EACH ROW EXECUTE FUNCTION f();
        CREATE POLICY mine ON queue USING (true)"""
    )
    assert shown(between(a, b)) == {
        ("added", "trigger", "public.queue/mine", ()), ("added", "policy", "public.queue/mine", ()),
    }  # fmt: skip


def test_temporary_tables_of_other_sessions_are_nobodys_schema(each_databases: Databases) -> None:
    database = each_databases.fresh("CREATE TABLE t (a int)")
    before = read(database)
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute(
            "CREATE TEMP TABLE x (id serial PRIMARY KEY, a int CHECK (a > 0)); CREATE TEMP VIEW y AS SELECT 1"
        )
        assert compare(before, read(database)) == ()


def test_bookkeeping_is_not_schema(each_databases: Databases) -> None:
    database = each_databases.fresh(
        """CREATE SCHEMA supabase_migrations; CREATE TABLE supabase_migrations.schema_migrations (version text);
        CREATE SCHEMA schemabot; CREATE TABLE schemabot.migration_runs (version text)"""
    )
    assert between(each_databases.fresh(), database) == ()


PLATFORM = """
    CREATE SCHEMA auth; CREATE SCHEMA storage;
    CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
    CREATE FUNCTION auth.own() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER platform BEFORE UPDATE ON auth.users FOR EACH ROW EXECUTE FUNCTION auth.own();
    CREATE TABLE storage.objects (id int, owner uuid, bucket_id text);
    ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY;
    CREATE TABLE public.profiles (id uuid REFERENCES auth.users);
"""


def test_what_users_hang_on_the_platforms_tables_is_theirs(each_databases: Databases) -> None:
    a = each_databases.fresh(PLATFORM)
    b = each_databases.fresh(
        f"""{PLATFORM}
        CREATE FUNCTION public.welcome() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users
            FOR EACH ROW EXECUTE FUNCTION public.welcome();
        CREATE POLICY "own files" ON storage.objects FOR SELECT USING (bucket_id = 'files');
        ALTER TABLE auth.users ADD COLUMN phone text;
        CREATE TABLE storage.prefixes (id int);
        CREATE TRIGGER newer BEFORE INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION auth.own()"""
    )
    assert shown(between(a, b, SUPABASE)) == {
        ("added", "function", "public.welcome()", ()),
        ("added", "trigger", "auth.users/on_auth_user_created", ()),
        ("added", "policy", 'storage.objects/"own files"', ()),
    }
    assert "function auth.own()" in identities(b)
    assert "function auth.own()" not in identities(b, SUPABASE)


def test_no_value_is_missing_where_the_model_promises_a_tuple(each_databases: Databases) -> None:
    database = each_databases.fresh(
        """CREATE TYPE nothing AS ENUM (); CREATE TABLE t (a int); CREATE VIEW v AS SELECT 1 AS one;
        CREATE POLICY p ON t; CREATE INDEX i ON t (a)"""
    )
    objects = tuple(read(database).objects.values())
    view = next(found for found in objects if isinstance(found, View))
    policy = next(found for found in objects if isinstance(found, Policy))
    assert (view.options, view.column_settings, policy.roles) == ((), (), ("public",))
    for found in objects:
        for name, value in found.attributes():
            annotation = str(type(found).__annotations__[name]).removeprefix("typing.Annotated[")
            assert isinstance(value, tuple) == annotation.startswith("tuple"), name


def test_a_server_that_is_too_old_is_refused(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.catalog.reader.OLDEST_MAJOR", 99)
    with pytest.raises(ReadError, match=r"runs PostgreSQL 18: schemabot reads PostgreSQL 99 and later"):
        read(databases.fresh())


def test_a_server_that_is_newer_than_known_is_read_and_named(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.catalog.reader.NEWEST_MAJOR", 17)
    found = read(databases.fresh("CREATE TABLE t (a int)"))
    assert [one.code for one in found.diagnostics] == ["newer-server"]
    assert Identity(Kind.TABLE, "public", "", "t") in found.objects


def test_a_name_that_postgresql_cut_in_the_middle_of_a_letter_is_one_line(databases: Databases) -> None:
    database = databases.fresh(f'CREATE TYPE "r31{"é" * 27}" AS RANGE (SUBTYPE = text)')
    with pytest.raises(ReadError, match="has a name or text that is not UTF-8"):
        read(database)


def test_two_objects_of_one_identity_are_refused(databases: Databases) -> None:
    reading = sync.catalog.read(databases.fresh("CREATE TABLE t (a int, b int)"), Scope())
    twice = replace(reading, rows={**reading.rows, "tables": Rows("\n".join([*reading.rows["tables"]] * 2))})
    with pytest.raises(ReadError, match=r"has two objects that are both table public\.t"):
        twice.catalog()


@pytest.mark.major(15)
def test_15_and_18_read_one_schema_alike(databases: Databases, databases_15: Databases) -> None:
    statements = """
        CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text NOT NULL, b text DEFAULT 'x');
        CREATE TABLE c (t int REFERENCES t ON DELETE CASCADE, n numeric(4, 2) CHECK (n > 0));
        ALTER TABLE t ALTER a SET STATISTICS 50;
        CREATE INDEX i ON t (lower(a)) WHERE b IS NOT NULL;
        CREATE FUNCTION f(a int DEFAULT 1) RETURNS int LANGUAGE sql RETURN a + 1;
        CREATE POLICY p ON t USING (a = CURRENT_USER)
    """
    assert between(databases_15.fresh(statements), databases.fresh(statements)) == ()


def test_label_is_the_name_that_people_know(databases: Databases) -> None:
    database = databases.fresh()
    assert read_catalog(database, Scope()).label == database.label
    assert read_catalog(database, Scope(), "production").label == "production"
