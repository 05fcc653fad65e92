"""Histories that cannot be read or written as usual: nothing is applied twice, and one line says why."""

import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from sync.deploy import deploy
from sync.deploy.dry import dry_run
from sync.errors import MigrationError, ReadError
from sync.migrations import history
from sync.migrations.history import Did
from sync.postgres.database import Database
from sync.postgres.session import connect
from tests.deploy.support import QUICK, deployed, history_of, migrations, runs_of
from tests.support.children import wait_until
from tests.support.servers import Databases, execute, rows

LOG = "CREATE TABLE IF NOT EXISTS log (number integer); INSERT INTO log VALUES (1);"
OPEN = """ALTER TABLE supabase_migrations.schema_migrations ENABLE ROW LEVEL SECURITY;
GRANT USAGE, CREATE ON SCHEMA public, schemabot, supabase_migrations TO {0};
GRANT ALL ON ALL TABLES IN SCHEMA public, schemabot, supabase_migrations TO {0};"""


def somebody(database: Database, name: str, rights: str = "") -> Database:
    """The database as a new role sees it."""
    execute(database, f"DROP ROLE IF EXISTS {name}; CREATE ROLE {name} LOGIN {rights}")
    return Database.parse(f"postgresql://{name}@{database.url.partition('@')[2]}")


def test_a_history_that_is_hidden_is_not_an_empty_one(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(), migrations(tmp_path, LOG)
    deployed(database, files)
    hidden = somebody(database, "hidden")
    try:
        execute(database, OPEN.format("hidden"))
        with pytest.raises(MigrationError, match="row-level security policy for table"):
            deployed(hidden, files)
        assert rows(database, "SELECT count(*) FROM log") == [(1,)]
    finally:
        execute(database, "DROP OWNED BY hidden; DROP ROLE hidden")


def test_who_may_not_read_it_is_told_so(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    deployed(database, ())
    poor = somebody(database, "poor")
    try:
        with pytest.raises(ReadError, match=r"permission denied for schema .*: the role needs USAGE"):
            dry_run(poor, migrations(tmp_path, LOG), QUICK)
    finally:
        execute(database, "DROP ROLE poor")


@pytest.mark.parametrize("table", ["migration_runs", "snapshots"])
def test_a_table_of_somebody_else_is_not_taken_for_the_history(
    databases: Databases, tmp_path: Path, table: str
) -> None:
    database = databases.fresh(f"CREATE SCHEMA schemabot; CREATE TABLE schemabot.{table} (id integer)")
    files, said = migrations(tmp_path, LOG), "does not exist: a table in the schema schemabot .* is another: give it"
    if table == "migration_runs":
        with pytest.raises(ReadError, match=said):
            dry_run(database, files, QUICK)
    with pytest.raises(MigrationError, match=said):
        deployed(database, files)
    assert rows(database, "SELECT to_regclass('log')") == [(None,)]


def test_other_tables_beside_the_history_are_nobodys_business(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE SCHEMA schemabot; CREATE TABLE schemabot.things (id integer)")
    assert len(deployed(database, migrations(tmp_path, LOG)).applied) == 1


def test_who_deploys_as_another_role_stays_that(each_databases: Databases, tmp_path: Path) -> None:
    database = each_databases.fresh()
    deployer = somebody(database, "deployer", "NOINHERIT")
    name = rows(database, "SELECT current_database()")[0][0]
    try:
        execute(
            database,
            f"""CREATE ROLE keeper; GRANT keeper TO deployer; ALTER ROLE deployer SET role = keeper;
            GRANT CREATE ON DATABASE {name} TO keeper; GRANT CREATE ON SCHEMA public TO keeper""",
        )
        texts = ("CREATE TABLE a (); SET ROLE deployer", "CREATE TABLE b (id integer); VACUUM; CREATE TABLE c ()")
        deployed(deployer, migrations(tmp_path, *texts))
        owned = """SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relowner = 'keeper'::regrole
            AND relname IN ('a', 'b', 'c', 'schema_migrations', 'migration_runs')"""
        assert rows(database, owned) == [(5,)]
    finally:
        execute(database, "DROP OWNED BY deployer, keeper; DROP ROLE deployer, keeper")


def test_who_cannot_write_it_yet_tries_again(databases: Databases, tmp_path: Path) -> None:
    database, files = databases.fresh(), migrations(tmp_path, LOG)
    deployed(database, ())
    with connect(database) as other:
        other.execute("LOCK supabase_migrations.schema_migrations IN SHARE MODE")
        leaving = threading.Thread(target=_commit_after_a_wait, args=[other, database, 0.3])
        leaving.start()
        (one,) = deployed(database, files, replace(QUICK, lock_timeout=timedelta(milliseconds=100), retries=4)).applied
    assert one.attempts > 1
    assert rows(database, "SELECT count(*) FROM log") == [(1,)]


def _commit_after_a_wait(holder: psycopg.Connection[tuple[object, ...]], database: Database, seconds: float) -> None:
    """End a transaction some time after somebody has begun to wait for its lock."""
    assert wait_until(lambda: rows(database, "SELECT count(*) FROM pg_locks WHERE NOT granted") > [(0,)])
    time.sleep(seconds)
    holder.commit()


def test_who_waits_is_not_idle(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE TABLE t ()")
    name = rows(database, "SELECT current_database()")[0][0]
    with connect(database) as other:
        other.execute("SET idle_in_transaction_session_timeout = 0")
        other.execute("LOCK t")
        execute(database, f"ALTER DATABASE {name} SET idle_session_timeout = '100ms'")
        threading.Timer(0.3, other.commit).start()
        settings = replace(QUICK, lock_timeout=timedelta(milliseconds=50), retries=4)
        (one,) = deployed(database, migrations(tmp_path, "ALTER TABLE t ADD note text"), settings).applied
    assert one.attempts > 1


def test_timeouts_of_a_database_do_not_end_a_deployment(each_databases: Databases, tmp_path: Path) -> None:
    database = each_databases.fresh()
    name = rows(database, "SELECT current_database()")[0][0]
    there = {str(one) for (one,) in rows(database, "SELECT name FROM pg_settings")}
    text = "SELECT pg_sleep(0.3);\nSELECT pg_sleep(0.3);"
    with connect(database, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(724362268)")
        for setting in {"transaction_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout"} & there:
            execute(database, f"ALTER DATABASE {name} SET {setting} = '500ms'")
        threading.Timer(2.5, other.execute, ["SELECT pg_advisory_unlock_all()"]).start()
        deploy(database, migrations(tmp_path, text), QUICK, watch=lambda _: time.sleep(0.6))


def test_a_file_after_which_it_cannot_be_written_is_not_applied(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    with pytest.raises(
        MigrationError, match=r"at its end: it cannot be written down: .* read-only transaction: nothing"
    ):
        deployed(database, migrations(tmp_path, "SET TRANSACTION READ ONLY; SELECT 1"))
    assert history_of(database) == []
    assert [row[2] for row in runs_of(database)] == ["failed"]


def test_what_was_left_half_way_ends_where_something_else_begins(databases: Databases, tmp_path: Path) -> None:
    database, (one,) = databases.fresh(), migrations(tmp_path, LOG)
    with connect(database, autocommit=True) as connection:
        history.ensure(connection)
        history.begin_run(connection, one, Did.APPLY, "anna", steps=["a", "b"])
        history.end_run(connection, history.begin_run(connection, one, Did.MARK, "anna"))
        assert [run.state for run in history.runs(connection)] == ["failed", "done"]


def test_what_set_config_has_set_is_there_for_the_rest_of_the_file(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE SCHEMA shop")
    text = "SELECT pg_catalog.set_config('search_path', 'shop', false);\nVACUUM;\nCREATE TABLE t (id integer {});"
    with pytest.raises(MigrationError, match="line 3"):
        deployed(database, migrations(tmp_path, text.format("REFERENCES nowhere")))
    deployed(database, migrations(tmp_path, text.format("")))
    assert rows(database, "SELECT to_regclass('shop.t') IS NOT NULL") == [(True,)]


def test_no_password_is_shown_or_kept(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    role = somebody(database, "talker", "SUPERUSER PASSWORD 'sesame-4711'")
    role = Database.parse(role.url.replace("talker@", "talker:sesame-4711@"))
    try:
        good = "DO $$ BEGIN RAISE NOTICE 'it is sesame-4711'; END $$"
        (one,) = deployed(role, migrations(tmp_path, good)).applied
        assert one.notices == ("NOTICE: it is •••",)
        bad = "DO $$ BEGIN RAISE 'it is sesame-4711' USING HINT = 'sesame-4711'; END $$"
        with pytest.raises(MigrationError, match="it is •••: •••; nothing"):
            deployed(role, migrations(tmp_path, good, bad))
        kept = "SELECT count(*) FROM schemabot.migration_runs WHERE concat(error, notices::text) LIKE '%sesame%'"
        assert rows(database, kept) == [(0,)]
    finally:
        execute(database, "REASSIGN OWNED BY talker TO CURRENT_USER; DROP ROLE talker")
