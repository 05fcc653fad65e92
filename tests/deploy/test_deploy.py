"""Deployments: what is pending is applied once and in order, and what fails says what is left of it."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from sync.deploy import Accept, deploy
from sync.deploy.session import LOCK
from sync.errors import BusyError, MigrationError, ReplayError
from sync.postgres.database import Database
from sync.postgres.session import connect
from tests.deploy.support import QUICK, deployed, history_of, migrations, runs_of
from tests.support.servers import Databases, execute, rows

ORDERS = "CREATE TABLE orders (id integer PRIMARY KEY);\nINSERT INTO orders VALUES (1), (2);"
TWO_STEPS = """BEGIN;
CREATE TABLE a ();
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE;
INSERT INTO nowhere DEFAULT VALUES;
COMMIT;"""
EDIT = """UPDATE schemabot.migration_runs SET digest = 'x';
    UPDATE supabase_migrations.schema_migrations SET statements = '{x}'"""
ADD = "INSERT INTO supabase_migrations.schema_migrations VALUES ('%s')"
NOTE = "-- Why: people ask.\nALTER TABLE orders ADD note text; -- done"


def test_what_is_pending_is_applied_once_and_in_order(each_databases: Databases, tmp_path: Path) -> None:
    database, files = each_databases.fresh(), migrations(tmp_path, ORDERS, NOTE)
    assert [one.label for one in deployed(database, files).applied] == [one.label for one in files]
    assert history_of(database) == ["20260101000001", "20260101000002"]
    assert [row[2] for row in runs_of(database)] == ["done", "done"]
    assert rows(database, "SELECT id, note FROM orders ORDER BY id") == [(1, None), (2, None)]
    assert deployed(database, files).applied == ()
    later = migrations(tmp_path, ORDERS, NOTE, "DROP TABLE orders")
    (one,) = deployed(database, later).applied
    assert (one.label, one.rows, one.attempts) == ("20260101000003_m3.sql", 0, 1)


def test_what_the_history_keeps(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    deployed(database, migrations(tmp_path, ORDERS + "\nDO $$ BEGIN RAISE WARNING 'look'; END $$"))
    (kept,) = rows(database, "SELECT version, name, statements FROM supabase_migrations.schema_migrations")
    assert kept[:2] == ("20260101000001", "m1")
    assert kept[2][:2] == ["CREATE TABLE orders (id integer PRIMARY KEY)", "INSERT INTO orders VALUES (1), (2)"]
    (run,) = rows(database, "SELECT rows_affected, notices, run_by, error, snapshot FROM schemabot.migration_runs")
    assert run[:4] == (2, ["WARNING: look"], "anna@test", None)
    assert rows(database, "SELECT digest FROM schemabot.snapshots") == [(run[4],)]


def test_a_file_that_fails_leaves_nothing(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    files = migrations(
        tmp_path, ORDERS, "CREATE TABLE a ();\n\nALTER TABLE nowhere\n  ADD note text;", "CREATE TABLE c ()"
    )
    with pytest.raises(MigrationError, match=r'm2.sql, line 3: relation "nowhere" does not exist: nothing of the file'):
        deployed(database, files)
    assert history_of(database) == ["20260101000001"]
    assert [row[2] for row in runs_of(database)] == ["done", "failed"]
    assert rows(database, "SELECT to_regclass('a'), to_regclass('c')") == [(None, None)]
    mended = migrations(tmp_path, ORDERS, "CREATE TABLE a ()", "CREATE TABLE c ()")
    assert len(deployed(database, mended).applied) == 2


def test_nothing_begins_where_a_later_file_cannot_be_read(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    with pytest.raises(ReplayError, match=r"m2.sql, line 1, column 8"):
        deployed(database, migrations(tmp_path, ORDERS, "CREATE TABEL a ()"))
    assert history_of(database) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CREATE TABLE a ();\nCOMMIT;\nCREATE TABLE b ();", "line 2: the statement ends a transaction that it did not"),
        ("BEGIN;\nCREATE TABLE a ();", "line 1: the statement begins a transaction that nothing ends"),
        ("BEGIN; BEGIN; COMMIT;", "begins a transaction within another"),
        ("BEGIN; CREATE TABLE a (); ROLLBACK;", "is ROLLBACK, which leaves nothing"),
        ("BEGIN; CREATE INDEX CONCURRENTLY ON orders (id); COMMIT;", "refuses to run in a transaction"),
        ("COPY orders FROM stdin;", "copies rows from its client"),
        ("BEGIN; CREATE TABLE a (); PREPARE TRANSACTION 'x';", "is PREPARE TRANSACTION"),
        ("BEGIN; CREATE TABLE a (); COMMIT AND CHAIN;", "is COMMIT AND CHAIN"),
    ],
)
def test_what_cannot_be_run_as_it_is_written(databases: Databases, tmp_path: Path, text: str, said: str) -> None:
    database = databases.fresh()
    with pytest.raises(MigrationError, match=said):
        deployed(database, migrations(tmp_path, ORDERS, text))
    assert history_of(database) == []


def test_transactions_of_a_file_are_its_steps(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    text = TWO_STEPS
    with pytest.raises(MigrationError, match=r"line 5, column 13: .* what stands before is applied, to line 2: mend"):
        deployed(database, migrations(tmp_path, text))
    assert history_of(database) == []
    assert runs_of(database) == [("20260101000001", "apply", "failed", 1, 2)]
    mended = migrations(tmp_path, text.replace("nowhere", "a"))
    (one,) = deployed(database, mended).applied
    assert one.resumed == 1
    assert rows(database, "SELECT count(*) FROM a") == [(1,)]
    assert runs_of(database) == [
        ("20260101000001", "apply", "failed", 1, 2),  # stays to be seen
        ("20260101000001", "apply", "done", 2, 2),
    ]


def test_what_was_applied_of_a_file_is_not_to_be_edited(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    text = "BEGIN; CREATE TABLE a (); COMMIT; BEGIN; DROP TABLE nowhere; COMMIT;"
    with pytest.raises(MigrationError):
        deployed(database, migrations(tmp_path, text))
    with pytest.raises(MigrationError, match="as far as step 1 of 2, and has been edited there since"):
        deployed(database, migrations(tmp_path, text.replace("TABLE a ()", "TABLE b ()")))


def test_a_file_that_was_half_applied_is_not_to_go(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    (half,) = migrations(tmp_path, TWO_STEPS)
    with pytest.raises(MigrationError):
        deployed(database, (half,))
    renamed = replace(half, version="20260201000000")
    with pytest.raises(MigrationError, match=r"left half-way \(20260101000001_m1\): bring back the file"):
        deployed(database, (renamed,))
    accepting = replace(QUICK, accepted=frozenset({Accept.UNKNOWN}))
    with pytest.raises(MigrationError, match='relation "a" already exists'):
        deployed(database, (renamed,), accepting)


def test_settings_of_a_step_that_is_done_are_there_for_the_next(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE SCHEMA shop; CREATE TABLE shop.t (id integer)")
    text = "SET search_path = shop;\nCREATE INDEX CONCURRENTLY t_id ON t (id);\nALTER TABLE t ADD CHECK ({});"
    with pytest.raises(MigrationError, match="line 3"):
        deployed(database, migrations(tmp_path, text.format("nothing > 0")))
    deployed(database, migrations(tmp_path, text.format("id > 0")))
    assert history_of(database) == ["20260101000001"]


def test_what_is_temporary_in_a_step_that_is_done_is_told(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE TABLE t (id integer)")
    text = "CREATE TEMP TABLE x AS SELECT 1;\nCREATE INDEX CONCURRENTLY t_id ON t (id);\nDROP TABLE nowhere;"
    for said in ("line 3", "line 1: made something temporary in a step that is done"):
        with pytest.raises(MigrationError, match=said):
            deployed(database, migrations(tmp_path, text))


def test_a_value_of_an_enum_can_be_used_in_the_same_file(each_databases: Databases, tmp_path: Path) -> None:
    database = each_databases.fresh("CREATE TYPE mood AS ENUM ('good'); CREATE TABLE t (m mood)")
    deployed(database, migrations(tmp_path, "ALTER TYPE mood ADD VALUE 'bad'; ALTER TABLE t ALTER m SET DEFAULT 'bad'"))
    assert runs_of(database) == [("20260101000001", "apply", "done", 2, 2)]


def test_an_index_that_cannot_be_built_is_taken_away(each_databases: Databases, tmp_path: Path) -> None:
    database = each_databases.fresh("CREATE TABLE t (id integer); INSERT INTO t VALUES (1), (1)")
    files = migrations(tmp_path, "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_id ON t (id)")
    with pytest.raises(MigrationError, match='could not create unique index "t_id"'):
        deployed(database, files)
    assert rows(database, "SELECT to_regclass('t_id')") == [(None,)]
    execute(database, "DELETE FROM t")
    deployed(database, files)
    assert rows(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 't_id'::regclass") == [(True,)]


def test_an_index_that_somebody_left_invalid_is_built_again(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE TABLE t (id integer); INSERT INTO t VALUES (1), (1)")
    with pytest.raises(psycopg.Error), connect(database, autocommit=True) as connection:
        connection.execute("CREATE UNIQUE INDEX CONCURRENTLY t_id ON t (id)")
    execute(database, "DELETE FROM t")
    deployed(database, migrations(tmp_path, "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_id ON t (id)"))
    assert rows(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 't_id'::regclass") == [(True,)]


def test_a_file_cannot_touch_the_session_of_the_next(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE SCHEMA shop")
    first = (
        "SET search_path = shop; SET lock_timeout = '1ms'; SET ROLE pg_monitor; CREATE TEMP TABLE orders (wrong text);"
        "SET client_encoding = 'LATIN1'; SET default_transaction_read_only = on; SET statement_timeout = '1ms'"
    )
    deployed(database, migrations(tmp_path, first, ORDERS))
    assert rows(database, "SELECT count(*) FROM public.orders") == [(2,)]


def test_letting_go_of_the_lock_is_told(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    with pytest.raises(MigrationError, match="let go of the lock"):
        deployed(database, migrations(tmp_path, "CREATE TABLE a (); SELECT pg_advisory_unlock_all()", ORDERS))
    assert history_of(database) == []
    assert rows(database, "SELECT to_regclass('a')") == [(None,)]


def test_a_warning_that_something_was_not_done_is_an_error(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$")
    with pytest.raises(MigrationError, match="line 1: invalid transaction termination"):
        deployed(database, migrations(tmp_path, "CALL p()"))


def _locked(database: Database, seconds: float) -> Callable[[], None]:
    """Somebody reads the table for a while; the answer waits until that is over."""
    ready = threading.Event()

    def hold() -> None:
        with connect(database) as connection:
            connection.execute("LOCK orders IN ACCESS SHARE MODE")
            ready.set()
            time.sleep(seconds)

    thread = threading.Thread(target=hold)
    thread.start()
    ready.wait()
    return thread.join


def test_who_gets_no_lock_tries_again(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    deployed(database, migrations(tmp_path, ORDERS))
    over = _locked(database, 0.6)
    settings = replace(QUICK, lock_timeout=timedelta(milliseconds=100), retries=4)
    (one,) = deployed(database, migrations(tmp_path, ORDERS, NOTE), settings).applied
    over()
    assert one.attempts > 1
    assert runs_of(database)[-1] == ("20260101000002", "apply", "done", 1, 1)


def test_who_gets_no_lock_at_all_says_so(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    deployed(database, migrations(tmp_path, ORDERS))
    over = _locked(database, 1.5)
    settings = replace(QUICK, lock_timeout=timedelta(milliseconds=50), retries=1)
    with pytest.raises(MigrationError, match="canceling statement due to lock timeout: nothing of the file"):
        deployed(database, migrations(tmp_path, ORDERS, NOTE), settings)
    over()


def test_a_statement_may_not_take_too_long(databases: Databases, tmp_path: Path) -> None:
    settings = replace(QUICK, statement_timeout=timedelta(milliseconds=100))
    with pytest.raises(MigrationError, match="canceling statement due to statement timeout"):
        deployed(databases.fresh(), migrations(tmp_path, "SELECT pg_sleep(5)"), settings)


def test_somebody_else_is_waited_for_or_named(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    first = migrations(tmp_path, "SELECT pg_sleep(0.8)")
    other = threading.Thread(target=lambda: deployed(database, first))
    other.start()
    while not rows(database, "SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted"):
        time.sleep(0.01)
    with pytest.raises(BusyError, match=r"somebody else deploys to .*: schemabot deploy by anna@test as postgres"):
        deployed(database, first, replace(QUICK, wait=timedelta()))
    assert deployed(database, first).applied == ()  # the list was read again when the other was done
    other.join()


def test_where_many_read_it_somebody_else_is_named_without_user_and_address(
    databases: Databases, tmp_path: Path
) -> None:
    database, told = databases.fresh(), list[str]()
    files = migrations(tmp_path, ORDERS)
    with connect(database, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with pytest.raises(BusyError) as refused:
            deploy(
                database,
                files,
                replace(QUICK, wait=timedelta(seconds=1), is_discreet=True),
                label="staging",
                progress=told.append,
            )
    assert re.match(r"waiting for another deployment: schemabot, connected since 20\S+ \S+ UTC$", told[0])
    assert str(refused.value).startswith("somebody else deploys to staging: schemabot, connected since 20")


def test_ten_deployers_at_once_apply_each_file_once(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("CREATE TABLE log (number integer)")
    files = migrations(tmp_path, *(f"INSERT INTO log VALUES ({number})" for number in range(5)))
    found: list[int] = []
    deployers = [
        threading.Thread(
            target=lambda: found.append(
                len(deployed(database, files, replace(QUICK, wait=timedelta(minutes=2))).applied)
            )
        )
        for _ in range(10)
    ]
    for one in deployers:
        one.start()
    for one in deployers:
        one.join()
    assert sum(found) == 5
    assert len(found) == 10
    assert rows(database, "SELECT number FROM log ORDER BY number") == [(number,) for number in range(5)]


@pytest.mark.parametrize(
    ("spoil", "reason", "said"),
    [
        (ADD % "20250101000000", Accept.UNKNOWN, "20250101000000"),
        (EDIT, Accept.EDITED, "20260101000001_m1"),
        (ADD % "20270101000000", Accept.OUT_OF_ORDER, "20260101000002_m2"),
    ],
)
def test_histories_that_do_not_fit_have_to_be_accepted(
    databases: Databases, tmp_path: Path, spoil: str, reason: Accept, said: str
) -> None:
    database = databases.fresh()
    deployed(database, migrations(tmp_path, ORDERS))
    execute(database, spoil)
    files = migrations(tmp_path, ORDERS, NOTE)
    accepted = frozenset({reason} | ({Accept.UNKNOWN} if reason is Accept.OUT_OF_ORDER else set()))
    with pytest.raises(MigrationError, match=rf"\({said}\): .*, or --accept {reason}"):
        deployed(database, files, replace(QUICK, accepted=accepted - {reason}))
    assert len(deployed(database, files, replace(QUICK, accepted=accepted)).applied) == 1
    (overridden,) = rows(database, "SELECT overridden FROM schemabot.migration_runs ORDER BY id DESC LIMIT 1")
    assert reason in str(overridden[0])


def test_a_role_without_rights_is_told_so(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh("DROP ROLE IF EXISTS weak; CREATE ROLE weak LOGIN")
    weak = Database.parse(database.url.replace("postgres@", "weak@", 1))
    with pytest.raises(MigrationError, match=r"does not let schemabot keep its history .*permission denied"):
        deployed(weak, migrations(tmp_path, ORDERS))
