"""`schemabot drift`, and the word `migrations` in `schemabot diff`."""

import json

from tests.cli.command import PASSWORD_ENCODED, Command, Write, free_port
from tests.support import supabase
from tests.support.servers import Databases, execute

CONFIGURATION = """
[project]
name = "shop"
[environments.staging]
database = "env:STAGING"
[environments.production]
database = "env:PRODUCTION"
profile = "supabase"
"""
ORDERS = "CREATE TABLE orders (id integer PRIMARY KEY);"
NOTES = "ALTER TABLE orders ADD COLUMN note text;"
DONE = """CREATE SCHEMA IF NOT EXISTS supabase_migrations;
CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations (
    version text PRIMARY KEY, statements text[], name text);
INSERT INTO supabase_migrations.schema_migrations VALUES ('20260101000000', NULL, 'orders');"""


def set_up(write: Write) -> None:
    write("schemabot.toml", CONFIGURATION)
    write("supabase/migrations/20260101000000_orders.sql", ORDERS)
    write("supabase/migrations/20260102000000_notes.sql", NOTES)


def test_one_environment(schemabot: Command, databases: Databases, write: Write) -> None:
    set_up(write)
    live = databases.fresh(ORDERS + DONE)
    answer = schemabot("drift", "staging", "--exit-code", STAGING=live.url)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "migrations → staging: no difference",
        "",
        "note: staging: 20260102000000_notes.sql is pending",
    ]
    execute(live, "CREATE VIEW byhand AS SELECT 1 AS one")
    assert schemabot("drift", "staging", STAGING=live.url).status == 0
    answer = schemabot("drift", "staging", "--exit-code", STAGING=live.url)
    assert (answer.status, answer.err) == (1, "")
    assert answer.out.splitlines()[0] == "migrations → staging: 1 difference (1 added)"
    assert schemabot("drift", "staging", "--no-cache", STAGING=live.url).out == answer.out


def test_all_environments_as_json(schemabot: Command, databases: Databases, write: Write) -> None:
    set_up(write)
    staging = databases.fresh(ORDERS + DONE)
    production = databases.fresh(supabase.SQL + ORDERS + DONE + "DROP TABLE orders")
    variables = {"STAGING": staging.url, "PRODUCTION": production.url}
    document = json.loads(schemabot("drift", "--format", "json", **variables).out)
    assert (document["version"], document["drift"], document["failed"]) == (1, True, [])
    first, second = document["environments"]
    assert (first["environment"], first["drift"], first["differences"]) == ("staging", False, [])
    assert first["pending"] == ["20260102000000_notes.sql"]
    assert (second["environment"], second["drift"]) == ("production", True)
    assert ("removed", "public.orders") in {(one["change"], one["identity"]) for one in second["differences"]}


def test_one_that_does_not_answer_is_told_beside_the_others(
    schemabot: Command, databases: Databases, write: Write
) -> None:
    set_up(write)
    url = f"postgresql://app:{PASSWORD_ENCODED}@127.0.0.1:{free_port()}/shop"
    answer = schemabot("drift", "--exit-code", STAGING=databases.fresh(ORDERS + DONE).url, PRODUCTION=url)
    assert answer.status == 2
    assert answer.out.startswith("migrations → staging: no difference\n")
    assert answer.err.startswith("schemabot: production: cannot connect to app@127.0.0.1")
    assert answer.err.count("\n") == 1
    assert PASSWORD_ENCODED not in answer.err


def test_what_it_cannot_do_is_one_line(schemabot: Command, databases: Databases, write: Write) -> None:
    assert schemabot("drift").complaint.startswith("there is no configuration file schemabot.toml")
    write("schemabot.toml", CONFIGURATION)
    url = databases.fresh(ORDERS).url
    assert schemabot("drift", "stagin").complaint.startswith('there is no environment "stagin": did you mean staging?')
    assert schemabot("drift", "staging", STAGING=url).complaint.startswith("there is no folder supabase/migrations")
    write("supabase/migrations/20260101000000_orders.sql", "CREATE TABLE t (id integer);\n\nDROP TABLE u;")
    said = 'supabase/migrations/20260101000000_orders.sql, line 3: table "u" does not exist'
    assert schemabot("drift", "staging", STAGING=url).complaint == said


def test_the_configured_files_are_a_side_of_a_comparison(
    schemabot: Command, databases: Databases, write: Write
) -> None:
    set_up(write)
    live = databases.fresh(supabase.SQL + ORDERS + DONE)
    answer = schemabot("diff", "production", "migrations", "--format", "json", PRODUCTION=live.url)
    assert (answer.status, answer.err) == (0, "")
    document = json.loads(answer.out)
    assert (document["a"], document["b"]) == ("production", "migrations")
    assert [(one["change"], one["identity"]) for one in document["differences"]] == [("added", "public.orders/note")]
    sql = schemabot("diff", "production", "migrations", "--format", "sql", PRODUCTION=live.url)
    assert "ALTER TABLE public.orders ADD COLUMN note text" in sql.out
    back = schemabot("diff", "migrations", "production", "--format", "sql", PRODUCTION=live.url)
    assert "ALTER TABLE public.orders DROP COLUMN note" in back.out


def test_a_folder_is_replayed_on_the_platform_of_the_other_side(
    schemabot: Command, databases: Databases, write: Write
) -> None:
    set_up(write)
    write("supabase/migrations/20260103000000_own.sql", "CREATE POLICY own ON orders USING (auth.uid() IS NOT NULL);")
    live = databases.fresh(f"{supabase.SQL}{ORDERS}{NOTES}CREATE POLICY own ON orders USING (auth.uid() IS NOT NULL)")
    for a in ("supabase/migrations", "migrations"):
        answer = schemabot("diff", a, "production", PRODUCTION=live.url)
        assert answer.out == f"{a} → production: no difference\n"
    written = schemabot("snapshot", "migrations")
    assert written.complaint.startswith("supabase/migrations/20260103000000_own.sql, line 1: schema")
