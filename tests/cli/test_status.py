"""`schemabot status`: what is configured, and which databases answer."""

from sync.postgres.database import Database
from tests.cli.command import PASSWORD_ENCODED, Command, Write, free_port
from tests.support.servers import Databases

CONFIGURATION = """
[project]
name = "shop\\u001b[2J"
[environments.staging]
branch = "develop"
database = "env:STAGING"
[environments.production]
database = "env:PRODUCTION"
profile = "supabase"
"""


def test_all_answer(schemabot: Command, databases: Databases, write: Write) -> None:
    write("schemabot.toml", CONFIGURATION)
    url = databases.fresh().url
    answer = schemabot("status", STAGING=url, PRODUCTION=url)
    assert (answer.status, answer.err) == (0, "")
    first, staging, production = answer.out.splitlines()
    label = Database.parse(url).label
    assert first == "shop\\x1b[2J: there is no folder supabase/migrations: schemabot new NAME makes the first migration"
    assert staging.startswith(f"  staging  (branch develop, profile postgres, {label})  answers in ")
    assert "PostgreSQL 18." in staging
    assert production.startswith(f"  production  (no branch, profile supabase, {label})  answers in ")


def test_one_that_does_not_answer_is_told_and_fails_the_check(
    schemabot: Command, databases: Databases, write: Write
) -> None:
    write("schemabot.toml", CONFIGURATION)
    url = f"postgresql://app:{PASSWORD_ENCODED}@127.0.0.1:{free_port()}/shop"
    answer = schemabot("status", STAGING=databases.fresh().url, PRODUCTION=url)
    assert (answer.status, answer.err) == (1, "")
    assert "does not answer: cannot connect to app@127.0.0.1" in answer.out
    assert PASSWORD_ENCODED not in answer.out
    missing = schemabot("status", PRODUCTION=url)
    assert (
        "no database)  does not answer: environments.staging.database is read from the variable STAGING" in missing.out
    )


def test_what_is_not_known_is_not_applied_everywhere(schemabot: Command, databases: Databases, write: Write) -> None:
    write("schemabot.toml", CONFIGURATION)
    write("supabase/migrations/20260101000000_a.sql", "CREATE TABLE a ();")
    url = databases.fresh().url
    assert schemabot("deploy", "staging", "--yes", STAGING=url).status == 0
    lines = schemabot("status", STAGING=url).out.splitlines()
    assert lines[-2:] == ["1 migration applied to staging", "production: not known, as it does not answer"]
    everywhere = schemabot("status", STAGING=url, PRODUCTION=url).out.splitlines()
    assert everywhere[-1] == "1 migration applied everywhere"


def test_no_configuration(schemabot: Command) -> None:
    assert schemabot("status").complaint.startswith("there is no configuration file schemabot.toml: write one, or name")
