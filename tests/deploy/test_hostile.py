"""Files and databases that do what nobody expects: nothing is done twice or beside others, and one line says why."""

import threading
from pathlib import Path

import pytest

from sync.deploy import prepare_rollback, roll_back
from sync.errors import ConnectError, MigrationError
from sync.postgres.database import Database
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from tests.deploy.support import QUICK, deployed, history_of, migrations, runs_of
from tests.support.servers import Databases, execute, rows

TABLE = "CREATE TABLE t (id integer);"
FIRST = "20260101000001"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT pg_advisory_unlock_all();", r"m1.sql, at its end: .* let go of the lock"),
        ("DO $$ BEGIN PERFORM pg_advisory_unlock_all(); END $$;", r"m1.sql, at its end: .* let go of the lock"),
        ("DISCARD ALL;", r"m1.sql, line 1: the statement lets go of the lock"),
        ("CREATE TABLE a ();\nDISCARD ALL;", r"m1.sql, line 2: the statement lets go of the lock"),
    ],
)
def test_who_lets_go_of_the_lock_is_named(databases: Databases, tmp_path: Path, text: str, said: str) -> None:
    database = databases.fresh()
    with pytest.raises(MigrationError, match=said):
        deployed(database, migrations(tmp_path, text, TABLE))
    assert history_of(database) == []
    assert rows(database, "SELECT to_regclass('a'), to_regclass('t')") == [(None, None)]
    assert all(state == "failed" for _, _, state, *_ in runs_of(database))


def test_a_file_that_ends_its_own_session_is_one_line(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    files = migrations(tmp_path, TABLE, "CREATE TABLE a ();\nSELECT pg_terminate_backend(pg_backend_pid());")
    with pytest.raises(ConnectError, match=r"connection to staging was lost: terminating connection due to admin"):
        deployed(database, files)
    assert history_of(database) == [FIRST]


@pytest.mark.parametrize(
    "text",
    [
        "SET ROLE pg_monitor;",
        "SET SESSION AUTHORIZATION stranger;",
        "SET search_path = nowhere;",
        "DISCARD TEMP; DISCARD PLANS; DISCARD SEQUENCES; RESET ALL;",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;",
        "BEGIN; SET SESSION AUTHORIZATION stranger; COMMIT; BEGIN; SELECT 1; COMMIT; VACUUM;",
    ],
)
def test_what_a_file_makes_of_its_session_ends_with_it(each_databases: Databases, tmp_path: Path, text: str) -> None:
    database = each_databases.fresh()
    execute(database, "DROP ROLE IF EXISTS stranger; CREATE ROLE stranger")
    try:
        deployed(database, migrations(tmp_path, text, TABLE))
        owner = "SELECT relowner::regrole::text, relnamespace::regnamespace::text FROM pg_class WHERE relname = 't'"
        assert rows(database, owner) == [("postgres", "public")]
    finally:
        execute(database, "DROP ROLE stranger")


def test_a_database_with_a_strange_name(databases: Databases, tmp_path: Path) -> None:
    name = 'it\'s "my" dä tabase%'
    database = databases.fresh(name=name)
    files = migrations(tmp_path, TABLE, "CREATE INDEX CONCURRENTLY ON t (id);")
    deployed(database, files)
    roll_back(database, prepare_rollback(database, files, Scratch(databases.server), to="0"), QUICK)
    assert rows(database, "SELECT current_database(), to_regclass('t')") == [(name, None)]


def test_line_ends_of_windows(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    text = f"-- Why: to test.\n{TABLE}\nCREATE INDEX CONCURRENTLY t_id ON t (id);\n-- rollback\n-- DROP TABLE t;\n"
    files = migrations(tmp_path, text)
    files[0].file.path.write_bytes(text.replace("\n", "\r\n").encode())
    deployed(database, files)
    assert deployed(database, migrations(tmp_path, text)).applied == ()
    files = migrations(tmp_path, text)
    files[0].file.path.write_bytes(text.replace("\n", "\r\n").encode())
    roll_back(database, prepare_rollback(database, files, Scratch(databases.server)), QUICK)
    assert rows(database, "SELECT to_regclass('t')") == [(None,)]


def test_an_event_trigger_that_fails(databases: Databases, tmp_path: Path) -> None:
    guard = """CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not here'; END $$;
        CREATE EVENT TRIGGER no ON ddl_command_end EXECUTE FUNCTION no();"""
    database = databases.fresh(guard)
    with pytest.raises(MigrationError, match="does not let schemabot keep its history of migrations: not here"):
        deployed(database, migrations(tmp_path, TABLE))
    database = databases.fresh()
    files = migrations(tmp_path, guard, TABLE)
    with pytest.raises(MigrationError, match=r"m2.sql, line 1: not here: nothing of the file was applied"):
        deployed(database, files)
    assert history_of(database) == [FIRST]


@pytest.mark.parametrize(
    "columns",
    [
        "version text PRIMARY KEY",
        "version varchar(255) PRIMARY KEY, name text",
        "version bigint PRIMARY KEY, statements text[]",
        "id serial PRIMARY KEY, version text NOT NULL UNIQUE, inserted_at timestamptz NOT NULL DEFAULT now()",
    ],
)
def test_a_history_with_other_columns(databases: Databases, tmp_path: Path, columns: str) -> None:
    database = databases.fresh(f"""CREATE SCHEMA supabase_migrations;
        CREATE TABLE supabase_migrations.schema_migrations ({columns});
        INSERT INTO supabase_migrations.schema_migrations (version) VALUES ('{FIRST}');""")
    files = migrations(tmp_path, TABLE, "CREATE TABLE a ();\n-- rollback\n-- DROP TABLE a;\n")
    assert [one.version for one in deployed(database, files).applied] == ["20260101000002"]
    roll_back(database, prepare_rollback(database, files, Scratch(databases.server)), QUICK)
    assert [str(one) for one in history_of(database)] == [FIRST]


def test_a_role_that_may_make_no_schema_writes_into_those_that_are_there(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("DROP ROLE IF EXISTS humble; CREATE ROLE humble LOGIN")
    try:
        execute(
            database,
            "CREATE SCHEMA schemabot AUTHORIZATION humble; CREATE SCHEMA supabase_migrations AUTHORIZATION humble;"
            " GRANT CREATE ON SCHEMA public TO humble",
        )
        humble = Database.parse(database.url.replace("postgres@", "humble@", 1))
        files = migrations(tmp_path, TABLE, "CREATE INDEX CONCURRENTLY ON t (id);")
        assert len(deployed(humble, files).applied) == 2
    finally:
        execute(database, "DROP OWNED BY humble; DROP ROLE humble")


def test_a_lock_that_was_let_go_is_not_ours_again_by_waiting(databases: Databases, tmp_path: Path) -> None:
    """While a file lets go of it, somebody else takes it: they do not find us at work."""
    database = databases.fresh()
    text = "SELECT pg_advisory_unlock_all(); SELECT pg_sleep(0.5);"
    with connect(database, autocommit=True) as other:
        waiting = threading.Timer(0.2, other.execute, ["SELECT pg_advisory_lock(724362268)"])
        waiting.start()
        with pytest.raises(MigrationError, match="let go of the lock"):
            deployed(database, migrations(tmp_path, text, TABLE))
        waiting.join()
    assert rows(database, "SELECT to_regclass('t')") == [(None,)]
