"""`schemabot new --from-diff A B --online`: what cannot be one transaction becomes several files."""

from pathlib import Path

import pytest

from sync.deploy import Settings, deploy
from sync.migrations import Migration, migrations_in
from sync.postgres.database import Database
from sync.postgres.session import connect
from tests.cli.command import Command, Write
from tests.support.catalogs import PLAIN, between
from tests.support.servers import Databases, execute, rows
from tests.support.supabase_cli import SupabaseCli

CONFIGURATION = """
[project]
name = "shop"
[migrations]
path = "supabase/migrations"
[environments.staging]
database = "env:STAGING"
"""
BEFORE = """
CREATE TABLE customers (id integer PRIMARY KEY);
CREATE TABLE orders (id integer PRIMARY KEY, customer integer, total integer);
"""
CHECKED = "ALTER TABLE orders ADD CHECK (total > 0), ADD FOREIGN KEY (customer) REFERENCES customers;"
FILLED = "ALTER TABLE orders ADD token uuid NOT NULL DEFAULT gen_random_uuid(); CREATE INDEX ON orders (customer);"
ROWS = """
INSERT INTO customers SELECT generate_series(1, 10);
INSERT INTO orders SELECT n, n % 10 + 1, n FROM generate_series(1, 2000) AS n;
"""


@pytest.fixture(autouse=True)
def configuration(write: Write) -> None:
    write("schemabot.toml", CONFIGURATION)


def made(schemabot: Command, a: Database, b: Database) -> tuple[Migration, ...]:
    answer = schemabot("new", "make alike", "--from-diff", a.url, b.url, "--online")
    assert (answer.status, answer.err) == (0, "")
    found = migrations_in(schemabot.folder / "supabase" / "migrations")
    assert answer.out.splitlines() == [f"supabase/migrations/{one.file.path.name}" for one in found]
    return tuple(found)


def left(a: Database, b: Database) -> list[str]:
    """What differs, but for the schemas of histories."""
    histories = {"schemabot", "supabase_migrations"}
    found = (one.identity for one in between(a, b, PLAIN))
    return [str(one) for one in found if one.schema not in histories]


def test_each_part_is_deployed_on_its_own(schemabot: Command, databases: Databases) -> None:
    a, b = databases.fresh(BEFORE + ROWS), databases.fresh(BEFORE + CHECKED + FILLED)
    found = made(schemabot, a, b)
    assert len(found) > 5
    assert [one.name for one in found[:2]] == ["make_alike_1", "make_alike_2"]
    assert " error " not in schemabot("validate").out
    deploy(a, found, Settings())
    assert left(a, b) == []
    assert rows(a, "SELECT count(*), count(DISTINCT token) FROM orders") == [(2000, 2000)]


def test_rows_are_checked_while_others_write(schemabot: Command, databases: Databases) -> None:
    a, b = databases.fresh(BEFORE + ROWS), databases.fresh(BEFORE + CHECKED)
    found = made(schemabot, a, b)
    texts = [one.file.text for one in found]
    number = next(number for number, one in enumerate(texts) if "VALIDATE" in one)
    assert not any("NOT VALID" in one for one in texts if "VALIDATE" in one)
    deploy(a, found[:number], Settings())
    with connect(a) as writing:
        writing.execute("UPDATE orders SET total = total + 1")
        until = [one for one in found[: number + 1] if "VALIDATE" in one.file.text]
        deploy(a, (*found[:number], *until), Settings(retries=0))
    deploy(a, found, Settings())
    assert left(a, b) == []


def test_the_supabase_cli_applies_the_same(
    schemabot: Command, databases: Databases, tmp_path: Path, write: Write
) -> None:
    a, b = databases.fresh(), databases.fresh(BEFORE + CHECKED + FILLED)
    write("supabase/migrations/20260101000000_shop.sql", BEFORE)
    SupabaseCli(tmp_path).push(a)
    execute(a, ROWS)
    answer = schemabot("new", "alike", "--from-diff", "staging", b.url, "--online", STAGING=a.url)
    assert (answer.status, answer.err) == (0, "")
    SupabaseCli(tmp_path).push(a)
    assert left(a, b) == []
    assert rows(a, "SELECT count(*), count(DISTINCT token) FROM orders") == [(2000, 2000)]
    assert schemabot("drift", "staging", "--exit-code", STAGING=a.url).status == 0


def test_each_part_is_taken_back(schemabot: Command, databases: Databases) -> None:
    a, b = databases.fresh(BEFORE + ROWS), databases.fresh(BEFORE + CHECKED)
    found = made(schemabot, a, b)
    assert schemabot("deploy", "staging", "--yes", "--accept", "drift", STAGING=a.url).status == 0
    assert left(a, b) == []
    for _ in found:
        answer = schemabot("rollback", "staging", "--yes", STAGING=a.url)
        assert answer.status == 0, answer.err
    assert left(a, databases.fresh(BEFORE)) == []


def test_a_way_back_of_several_transactions_stands_in_one_file(schemabot: Command, databases: Databases) -> None:
    a, b = databases.fresh(BEFORE + CHECKED + ROWS), databases.fresh(BEFORE)
    (found,) = made(schemabot, a, b)
    assert found.rollback is not None
    texts = [one.sql for one in found.rollback]
    assert texts.count("BEGIN") == texts.count("COMMIT") > 1
    assert schemabot("deploy", "staging", "--yes", "--accept", "drift", STAGING=a.url).status == 0
    assert left(a, b) == []
    answer = schemabot("rollback", "staging", "--yes", STAGING=a.url)
    assert answer.status == 0, answer.err
    assert left(a, databases.fresh(BEFORE + CHECKED)) == []


def test_what_a_plan_asks_and_loses_is_told(schemabot: Command, databases: Databases) -> None:
    a, b = (databases.fresh(f"CREATE TABLE {name} (id integer PRIMARY KEY, n text)") for name in ("orders", "buys"))
    answer = schemabot("new", "rename", "--from-diff", a.url, b.url)
    assert "QUESTION: table public.orders may have become public.buys (" in answer.err
    assert "\nLOSES DATA: drops table public.orders and all its rows (" in answer.err
    (path,) = (schemabot.folder / "supabase" / "migrations").iterdir()
    assert answer.out == f"supabase/migrations/{path.name}\n"
    assert "[question]" in schemabot("validate").out
    path.write_text("\n".join(one for one in path.read_text().split("\n") if "QUESTION" not in one))
    assert "[question]" not in schemabot("validate").out
