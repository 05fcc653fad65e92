"""The phases of `deploy` in the terminal: what is told, what stops it, what people are asked."""

import json
import os
import pty
import subprocess
from collections.abc import Callable

import pytest

from sync.postgres.database import Database
from tests.cli.command import Answer, Command, Write
from tests.deploy.support import history_of
from tests.support.servers import Databases, execute, rows

CONFIGURATION = """
[project]
name = "acme"
[migrations]
path = "migrations"
[environments.staging]
database = "env:STAGING_URL"
[environments.production]
database = "env:PRODUCTION_URL"
after = "staging"
backup = {{ to = "{backups}" }}
"""
ORDERS = "-- Why: to sell.\nCREATE TABLE orders (id bigint PRIMARY KEY);\nINSERT INTO orders VALUES (1), (2);\n"
DROP = "-- Why: nobody sells.\nDROP TABLE orders;\n"
# On a copy, and in a replay, it does nothing.
BY_ROWS = "DO $$ BEGIN IF EXISTS (SELECT FROM orders WHERE id = 3) THEN CREATE TABLE three (); END IF; END $$;\n"


@pytest.fixture
def urls(write: Write, databases: Databases) -> dict[str, str]:
    toml = write("schemabot.toml", "")
    write("schemabot.toml", CONFIGURATION.format(backups=(toml.parent / "backups").as_uri()))
    write("migrations/20260101000001_orders.sql", ORDERS)
    return {"STAGING_URL": databases.fresh().url, "PRODUCTION_URL": databases.fresh().url}


def answering(command: Command, urls: dict[str, str], answer: str, before: Callable[[], None] = lambda: None) -> Answer:
    """Deploy to production, and answer when it asks."""
    terminal, inside = pty.openpty()
    with subprocess.Popen(
        [*command.words, "deploy", "production"],
        cwd=command.folder,
        env=command.environment(urls),
        stdin=inside,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.close(inside)
        assert process.stdout is not None
        assert process.stderr is not None
        out = ""
        while "Apply this to production?" not in out:
            letter = process.stdout.read(1)
            assert letter, process.stderr.read()
            out += letter
        before()
        os.write(terminal, f"{answer}\n".encode())
        out += process.stdout.read()
        found = Answer(process.wait(60), out, process.stderr.read())
    os.close(terminal)
    return found


def test_drift_stops_it_unless_it_is_accepted_on_record(schemabot: Command, urls: dict[str, str]) -> None:
    staging = Database.parse(urls["STAGING_URL"])
    execute(staging, "CREATE TABLE byhand (id integer)")
    stopped = schemabot("deploy", "staging", "--yes", **urls)
    assert stopped.status == 1
    lines = stopped.out.splitlines()
    said = lines.index("staging: Compare: it has drifted from what its migrations make, 2 differences")
    assert lines[said + 1] == "  + table public.byhand"
    assert stopped.err == (
        "schemabot: staging drifted from what the migrations make: mend that, or write it into a migration,"
        " or --accept drift deploys all the same\n"
    )
    assert rows(staging, "SELECT to_regclass('orders')") == [(None,)]
    passed = schemabot("deploy", "staging", "--yes", "--accept", "drift", **urls)
    assert passed.status == 0, passed.err
    assert passed.out.splitlines()[-1] == (
        "staging: Verify: equal to the files, but for 2 differences that were accepted"
    )
    document = json.loads(schemabot("history", "staging", "--format", "json", **urls).out)
    assert [one["overridden"] for one in document["runs"]] == ["drift"]


def test_what_was_not_there_is_not_on_record(schemabot: Command, urls: dict[str, str]) -> None:
    assert schemabot("deploy", "staging", "--yes", "--accept", "drift", **urls).status == 0
    document = json.loads(schemabot("history", "staging", "--format", "json", **urls).out)
    assert [one["overridden"] for one in document["runs"]] == [None]


def test_production_comes_after_staging(schemabot: Command, urls: dict[str, str], write: Write) -> None:
    assert schemabot("deploy", "production", "--yes", **urls).status == 0
    write("migrations/20260101000002_drop.sql", DROP)
    done = schemabot("deploy", "production", "--yes", **urls)
    assert done.status == 0, done.err
    lines = done.out.splitlines()
    assert (
        "staging: comes before production, and gets first what it lacks, 1 migration: 20260101000002_drop.sql"
    ) in lines
    assert any(one.startswith("  data-loss: ") and one.endswith("(20260101000002_drop.sql, line 2)") for one in lines)
    assert any(one.startswith("production: Backup: production-") and ", verified, in " in one for one in lines)
    assert lines[-1] == "production: Verify: equal to the files and staging"
    for url in urls.values():
        assert len(history_of(Database.parse(url))) == 2
    assert schemabot("deploy", "production", **urls).out == "production: nothing is pending\n"  # nobody is asked


def test_nothing_is_done_before_somebody_agrees(schemabot: Command, urls: dict[str, str]) -> None:
    production = Database.parse(urls["PRODUCTION_URL"])
    refused = answering(schemabot, urls, "n")
    assert refused.status == 1
    assert refused.out.endswith("Nothing was done to production.\n")
    assert "  line 2: CREATE TABLE orders (id bigint PRIMARY KEY)" in refused.out
    assert not (schemabot.folder / "backups").exists()

    def change() -> None:
        execute(production, "CREATE TABLE byhand ()")

    void = answering(schemabot, urls, "y", change)
    assert void.status == 1
    assert void.err == (
        "schemabot: nothing was applied: production changed: its schema or its history is not what it was when this"
        " was approved: look at it once more, and deploy again\n"
    )
    execute(production, "DROP TABLE byhand")
    agreed = answering(schemabot, urls, "y")
    assert agreed.status == 0, agreed.err
    assert agreed.out.splitlines()[-1] == "production: Verify: equal to the files and staging"


def test_nobody_is_there_to_be_asked(schemabot: Command, urls: dict[str, str]) -> None:
    assert schemabot("deploy", "production", **urls).complaint == "nobody is there to be asked: say --yes"
    assert rows(Database.parse(urls["STAGING_URL"]), "SELECT to_regclass('orders')") == [(None,)]


def test_what_is_not_as_it_should_be_afterwards_is_shown_with_what_mends_it(
    schemabot: Command, urls: dict[str, str], write: Write
) -> None:
    assert schemabot("deploy", "production", "--yes", **urls).status == 0
    production = Database.parse(urls["PRODUCTION_URL"])
    execute(production, "INSERT INTO orders VALUES (3)")
    write("migrations/20260101000002_three.sql", BY_ROWS)
    failed = schemabot("deploy", "production", "--yes", **urls)
    assert failed.status == 1
    assert failed.err.startswith("schemabot: production is deployed, and is not as it should be")
    lines = failed.out.splitlines()
    assert "production: Verify: it is not what its migrations make, 1 difference" in lines
    assert "  added table public.three" in lines
    mending = "\n".join(lines[lines.index("What mends it:") + 1 :])
    execute(production, mending)
    assert schemabot("drift", "production", "--exit-code", **urls).status == 0


def test_what_reads_otherwise_than_it_runs_is_told_before_anybody_is_asked(
    schemabot: Command, urls: dict[str, str], write: Write
) -> None:
    write("migrations/20260101000002_note.sql", "ALTER TABLE orders ADD note text; -- \u202e ;elbat pord\n")
    refused = answering(schemabot, urls, "n")
    lines = refused.out.splitlines()
    (told,) = (
        number for number, one in enumerate(lines) if one.startswith("  misleading-text: line 1 of 2026010100000")
    )
    assert "U+202E; what you read may not be what runs" in lines[told]
    assert told < lines.index("  line 2: CREATE TABLE orders (id bigint PRIMARY KEY)")
    assert "\u202e" not in refused.out


def test_old_backups_go_when_all_is_verified(schemabot: Command, urls: dict[str, str], write: Write) -> None:
    backups = (schemabot.folder / "backups").as_uri()
    keeping = CONFIGURATION.replace('backup = {{ to = "{backups}" }}', 'backup = {{ to = "{backups}", keep = 1 }}')
    more = f'[environments.staging.backup]\nto = "{backups}"\nkeep = 1\n'
    write("schemabot.toml", keeping.format(backups=backups) + more)

    def kept() -> list[str]:
        return sorted(one.name.partition("-")[0] for one in (schemabot.folder / "backups").glob("*.json"))

    first = schemabot("deploy", "production", "--yes", **urls)
    assert first.status == 0, first.err
    assert any(one.startswith("staging: Backup: staging-") for one in first.out.splitlines())
    execute(Database.parse(urls["PRODUCTION_URL"]), "INSERT INTO orders VALUES (3)")
    write("migrations/20260101000002_three.sql", BY_ROWS)
    assert schemabot("deploy", "production", "--yes", **urls).status == 1
    assert kept() == ["production", "production", "staging", "staging"]
    execute(Database.parse(urls["PRODUCTION_URL"]), "DROP TABLE three")
    write("migrations/20260101000003_drop.sql", DROP)
    assert schemabot("deploy", "production", "--yes", **urls).status == 0
    assert kept() == ["production", "staging"]
