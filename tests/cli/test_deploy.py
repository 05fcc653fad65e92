"""`deploy`, `status`, `history`, `repair` and `rollback` in the terminal."""

import json
import os
import pty
import re
import subprocess
import threading
from dataclasses import replace

import pytest

from sync.postgres.database import Database
from sync.postgres.session import connect
from tests.cli.command import Command, Write
from tests.deploy.support import history_of
from tests.support.servers import Databases, execute, rows

CONFIGURATION = """
[project]
name = "acme"
[migrations]
path = "migrations"
[environments.staging]
database = "env:STAGING_URL"
deploy = { lock_timeout = "2s" }
[environments.production]
database = "env:PRODUCTION_URL"
"""
ORDERS = "-- Why: to sell.\nCREATE TABLE orders (id integer PRIMARY KEY);\nINSERT INTO orders VALUES (1), (2);\n"
NOTE = """-- Why: people ask.
ALTER TABLE orders ADD note text NOT NULL DEFAULT 'none';
-- rollback
-- ALTER TABLE orders DROP note;
"""
SUPABASE = """CREATE SCHEMA supabase_migrations;
CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY);
INSERT INTO supabase_migrations.schema_migrations VALUES ('20260101000001');
CREATE TABLE orders (id integer);
"""


@pytest.fixture
def urls(write: Write, databases: Databases) -> dict[str, str]:
    write("schemabot.toml", CONFIGURATION)
    write("migrations/20260101000001_orders.sql", ORDERS)
    return {"STAGING_URL": databases.fresh().url, "PRODUCTION_URL": databases.fresh().url}


def test_from_the_first_deployment_to_the_way_back(schemabot: Command, urls: dict[str, str], write: Write) -> None:
    deployed = schemabot("deploy", "staging", "--yes", **urls)
    assert deployed.status == 0, deployed.err
    lines = deployed.out.splitlines()
    assert lines[0].startswith("staging: Validate: 1 migration pending; ")
    assert next(one for one in lines if "Test: " in one).startswith("staging: Test: 2 statements in 0.")
    assert lines[-7:-4] == [
        "  adds 1 table, 1 column, 1 constraint",
        "staging: Compare: no drift",
        "staging: lock_timeout 2 s, statement_timeout none",
    ]
    named, second, third, last = lines[-4:]
    assert named == "20260101000001_orders.sql: 2 statements"
    assert second.startswith("applied 20260101000001_orders.sql in 0.")
    assert second.endswith(" s, 2 rows written")
    assert third.startswith("staging: 1 migration applied in ")
    assert last == "staging: Verify: equal to the files"

    write("migrations/20260102000000_note.sql", NOTE)
    dry = schemabot("deploy", "staging", "--dry-run", **urls)
    assert dry.status == 0, dry.err
    assert dry.out.splitlines()[:4] == [
        "staging: 1 migration pending",
        "",
        "20260102000000_note.sql  (one transaction)",
        "  line 2: ALTER TABLE orders ADD note text NOT NULL DEFAULT 'none'",
    ]
    assert dry.out.splitlines()[4].startswith("      ACCESS EXCLUSIVE lock on public.orders (")
    assert "nobody is there to be asked: say --yes" in schemabot("deploy", "staging", **urls).err
    assert schemabot("deploy", "staging", "--yes", **urls).status == 0

    status = schemabot("status", **urls)
    assert status.status == 0
    assert status.out.splitlines()[0] == "acme: 2 migrations in migrations"
    assert status.out.splitlines()[-3:] == [
        "version         name    staging  production",
        "20260101000001  orders  applied  pending",
        "20260102000000  note    applied  pending",
    ]

    shown = schemabot("rollback", "staging", "--dry-run", **urls)
    assert (shown.status, "would be taken back" in shown.out, "taken back in" in shown.out) == (0, True, False)
    only_shown = schemabot("rollback", "staging", "--dry-run", **urls)
    assert only_shown.status == 0, only_shown.err
    assert "20260102000000_note.sql  (one transaction)" in only_shown.out
    assert history_of(Database.parse(urls["STAGING_URL"])) == ["20260101000001", "20260102000000"]
    back = schemabot("rollback", "staging", "--yes", **urls)
    assert back.status == 0, back.err
    assert "20260102000000_note.sql  (one transaction)" in back.out
    assert "data-loss: " in back.out
    history = schemabot("history", "staging", **urls)
    lines = history.out.splitlines()
    assert lines[0] == "20260101000001  orders  applied"
    assert lines[2] == "20260102000000  note  not applied"
    assert lines[4].startswith("    taken back, by ")
    document = json.loads(schemabot("history", "staging", "--format", "json", **urls).out)
    assert [one["action"] for one in document["runs"]] == ["apply", "apply", "rollback"]


def test_a_migration_that_fails_is_one_line(schemabot: Command, urls: dict[str, str], write: Write) -> None:
    write("migrations/20260102000000_wrong.sql", "ALTER TABLE order ADD note text;")
    assert schemabot("deploy", "staging", "--yes", **urls).complaint.startswith(
        "migrations/20260102000000_wrong.sql, line 1, column 13: "
    )
    write("migrations/20260102000000_wrong.sql", "ALTER TABLE orderz ADD note text;")
    failed = schemabot("deploy", "staging", "--yes", **urls)
    assert failed.status == 2
    assert failed.err == (
        'schemabot: 20260102000000_wrong.sql, line 1: relation "orderz" does not exist, on a copy of staging:'
        " nothing was applied there: mend the file\n"
    )
    assert "applied 20260101000001_orders.sql" not in failed.out
    assert schemabot("history", "staging", **urls).out == "staging has no migrations\n"


def test_what_is_wrong_with_a_history_is_said_and_mended(
    schemabot: Command, urls: dict[str, str], write: Write
) -> None:
    schemabot("deploy", "staging", "--yes", **urls)
    write("migrations/20260101000001_orders.sql", ORDERS.replace("integer", "int"))
    said = schemabot("deploy", "staging", "--yes", **urls).complaint
    assert "edited after they had been applied (20260101000001_orders)" in said
    assert said.endswith("or --accept edited")
    assert "schemabot repair staging --applied 20260101000001" in schemabot("repair", "staging", **urls).out
    mended = schemabot("repair", "staging", "--applied", "20260101000001", **urls)
    assert (mended.status, mended.out) == (0, "staging: 20260101000001 is applied now\n")
    assert schemabot("deploy", "staging", "--yes", **urls).status == 0


def test_a_deployment_goes_on_when_nobody_reads_what_it_says(
    schemabot: Command, urls: dict[str, str], write: Write
) -> None:
    for number in range(2, 5):
        write(f"migrations/2026010100000{number}_more.sql", f"CREATE TABLE t{number} (); SELECT pg_sleep(0.1);")
    with subprocess.Popen(
        [*schemabot.words, "deploy", "staging", "--yes"],
        cwd=schemabot.folder,
        env=schemabot.environment(urls),
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(30) == 0
    database = Database.parse(urls["STAGING_URL"])
    assert len(history_of(database)) == 4


def test_brackets_of_a_statement_are_shown_as_they_are(schemabot: Command, urls: dict[str, str], write: Write) -> None:
    write("migrations/20260101000002_check.sql", "ALTER TABLE orders ADD CHECK (id::text !~ '[/a-z]');")
    terminal, inside = pty.openpty()
    with subprocess.Popen(
        [*schemabot.words, "deploy", "staging", "--yes"],
        cwd=schemabot.folder,
        env=schemabot.environment(urls | {"TERM": "xterm"}),
        stdout=subprocess.DEVNULL,
        stderr=inside,
    ) as process:
        os.close(inside)
        assert process.wait(30) == 0
    os.close(terminal)


def test_who_is_waited_for_is_said_once_and_again_without_a_terminal(schemabot: Command, urls: dict[str, str]) -> None:
    patient = replace(schemabot, code=f"import sync.cli.telling as t; t.AGAIN_S = 1.0; {schemabot.code}")
    with connect(Database.parse(urls["STAGING_URL"]), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(724362268)")
        threading.Timer(6, other.execute, ["SELECT pg_advisory_unlock_all()"]).start()
        deployed = patient("deploy", "staging", "--yes", **urls)
    assert deployed.status == 0, deployed.err
    first, *more = deployed.err.splitlines()
    assert first.startswith("staging: waiting for another deployment: schemabot as postgres from ")
    assert ", connected since " in first
    assert more
    assert set(more) == {first}


def test_what_is_half_applied_is_said_everywhere(schemabot: Command, urls: dict[str, str], write: Write) -> None:
    assert schemabot("deploy", "staging", "--yes", **urls).status == 0
    # On a copy without rows the last one succeeds.
    indexed = "CREATE TABLE a ();\nCREATE INDEX CONCURRENTLY orders_id ON orders (id);\n"
    half = f"{indexed}ALTER TABLE orders ADD CHECK (id > 1);\n"
    file = write("migrations/20260101000002_half.sql", half)
    assert "what stands before is applied, to line 2" in schemabot("deploy", "staging", "--yes", **urls).err
    line = re.compile(r"20260101000002_half is half applied, since 2\S+ \S+ UTC: step 3 of 3 is next")

    lines = schemabot("status", **urls).out.splitlines()
    assert lines[-2].split() == ["20260101000002", "half", "half", "applied", "pending"]
    assert line.search(lines[-1])
    assert lines[-1].endswith(": deploy goes on behind that")
    document = json.loads(schemabot("status", "--format", "json", **urls).out)
    staging, production = document["environments"]
    assert [(one["version"], one["steps_done"], one["steps"]) for one in staging["half_done"]] == [
        ("20260101000002", 2, 3)
    ]
    assert [one["state"] for one in staging["migrations"]] == ["applied", "pending"]
    assert production["half_done"] == []

    dry = schemabot("deploy", "staging", "--dry-run", **urls).out.splitlines()
    assert line.search(dry[3])
    assert dry[4:7] == [
        "  step 1: a transaction, done already",
        "  step 2: outside of transactions, done already",
        "  step 3: a transaction",
    ]
    assert (
        "waits for older transactions as long as they last"
        in schemabot("deploy", "production", "--dry-run", **urls).out
    )
    file.write_text(half.replace("a ()", "b ()"), encoding="utf-8")
    assert "has been edited there since" in schemabot("deploy", "staging", "--dry-run", **urls).complaint
    file.unlink()
    assert schemabot("status", **urls).out.splitlines()[-1].endswith("--reverted 20260101000002")
    assert "--reverted 20260101000002" in schemabot("repair", "staging", **urls).out
    assert "schemabot repair" in schemabot("deploy", "staging", "--yes", **urls).complaint


def test_what_was_made_by_hand_is_adopted(schemabot: Command, urls: dict[str, str], databases: Databases) -> None:
    production = databases.fresh()
    urls = urls | {"PRODUCTION_URL": production.url}
    for one in ("staging", "production"):
        assert schemabot("deploy", one, "--yes", **urls).status == 0
    execute(production, "CREATE TABLE byhand (id integer)")
    made = schemabot("new", "byhand", "--from-diff", "migrations", "production", **urls)
    assert made.status == 0, made.err
    version = made.out.rpartition("/")[2].partition("_")[0]
    told = f"schemabot repair production --applied {version}"
    assert f"production has this already: {told}, which proves it first\n" in made.err
    failed = schemabot("deploy", "production", "--yes", **urls)
    assert f"if it was made there by hand: {told}, which proves it first" in failed.err
    assert schemabot("repair", "production", "--applied", version, **urls).status == 0
    assert schemabot("deploy", "staging", "--yes", **urls).status == 0
    assert schemabot("drift", "--exit-code", **urls).status == 0


def test_words_that_are_no_answer(schemabot: Command, urls: dict[str, str]) -> None:
    assert (
        "--accept takes unknown, edited, out-of-order, drift, not all"
        in schemabot("deploy", "staging", "--accept", "all", **urls).err
    )
    assert 'there is no environment "stagin": did you mean staging?' in schemabot("deploy", "stagin", **urls).complaint


def test_a_database_that_vanishes_is_one_line(schemabot: Command, urls: dict[str, str]) -> None:
    gone = urls | {"STAGING_URL": urls["STAGING_URL"].replace("/test_", "/gone_")}
    assert schemabot("deploy", "staging", "--yes", **gone).complaint.startswith("cannot connect to ")


def test_another_tools_history_is_taken_as_it_is(
    schemabot: Command, urls: dict[str, str], databases: Databases
) -> None:
    database = databases.fresh(SUPABASE)
    deployed = schemabot("deploy", "staging", "--yes", **urls | {"STAGING_URL": database.url})
    assert "nothing is pending" in deployed.out
    execute(database, "SELECT statements, name FROM supabase_migrations.schema_migrations")
    assert rows(database, "SELECT version FROM supabase_migrations.schema_migrations") == [("20260101000001",)]
