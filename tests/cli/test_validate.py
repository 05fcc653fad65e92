"""`schemabot validate`: what is wrong with migration files, for people, programs and GitHub."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sync.migrations.checks import Checked, Finding, Severity
from sync.migrations.folder import Folder
from sync.report.validation import annotations
from tests.cli.command import Command, Inside, Write
from tests.support import git
from tests.support.servers import Databases

CONFIGURATION = """
[project]
name = "shop"
[migrations]
path = "db"
[environments.staging]
database = "env:STAGING"
"""
GOOD = "-- orders are taken\nSELECT 1;\n-- rollback\n-- SELECT 2;\n"
NO_WAY_BACK = (
    "does not say how it is taken back: end it with a line -- rollback and the statements behind --, or why there is no"
    " way back"
)
NO_WHY = "does not say why it is there: begin it with a comment that does"
COMMIT = (
    "ends a transaction that the file did not begin: what stands before it could not be taken back: take it out: a file"
    " is one transaction by itself"
)
SCHEMA = json.loads(files("sync.report").joinpath("schema", "validate-1.json").read_text())


@pytest.fixture(autouse=True)
def configuration(write: Write) -> None:
    write("schemabot.toml", CONFIGURATION)


def test_good_files(inside: Inside, write: Write) -> None:
    write("db/20260101000000_a.sql", GOOD)
    answer = inside("validate")
    assert (answer.status, answer.out, answer.err) == (0, "1 migration in db: nothing to say\n", "")
    assert inside("validate", "--format", "github").out == ""


def test_findings_come_file_by_file(inside: Inside, write: Write) -> None:
    write("db/20260101000000_a.sql", "SELECT 1;")
    write("db/20260102000000_b.sql", "-- a\n  SELCT 1;\n-- rollback\n-- none")
    answer = inside("validate")
    assert answer.status == 1
    assert answer.out.splitlines() == [
        "db/20260101000000_a.sql",
        f"  -       advice   {NO_WAY_BACK}  [no-rollback]",
        f"  1:1     advice   {NO_WHY}  [why]",
        "",
        "db/20260102000000_b.sql",
        '  2:3     error    syntax error at or near "SELCT"  [syntax]',
        "",
        "2 migrations in db: 1 error, 2 pieces of advice",
    ]


def test_warnings_count_when_they_are_to(inside: Inside, write: Write) -> None:
    write("db/20260101000000_a.sql", f"{GOOD.replace('1', '1; VACUUM t', 1)}")
    assert inside("validate").status == 0
    assert inside("validate", "--strict").status == 1


def test_for_programs(inside: Inside, write: Write) -> None:
    write("db/20260101000000_a.sql", GOOD)
    write("db/20260102000000_b.sql", f"\\set x 1\n{GOOD}")
    write("db/c.sql", GOOD)
    answer = inside("validate", "--format", "json")
    document = json.loads(answer.out)
    Draft202012Validator(SCHEMA).validate(document)
    assert answer.status == 1
    assert {name: document[name] for name in ("version", "folder", "commit", "migrations", "errors")} == {
        "version": 1,
        "folder": "db",
        "commit": None,
        "migrations": 2,
        "errors": 2,
    }
    assert document["findings"][0] == {
        "severity": "error",
        "rule": "psql-command",
        "file": "db/20260102000000_b.sql",
        "line": 1,
        "column": 1,
        "migration": "20260102000000",
        "message": "\\set is a command of psql, not SQL: it sets a variable of psql",
        "remedy": "write the value itself",
    }


def test_for_github(inside: Inside, write: Write) -> None:
    write("db/20260101000000_a.sql", "-- a\nSELECT 1;\nCOMMIT;\n-- rollback\n-- none")
    write("db/20260102000000_100%, b.sql", "SELECT 1;\n-- rollback\n-- none")
    assert inside("validate", "--format", "github").out.splitlines() == [
        f"::error file=db/20260101000000_a.sql,line=3,col=1,title=commit::{COMMIT}",
        f"::notice file=db/20260102000000_100%25%2C b.sql,line=1,title=why::{NO_WHY}",
    ]


def test_an_annotation_is_one_line() -> None:
    finding = Finding(Severity.WARNING, "a:b,c", "100%\r\nof it", file="x:y,z.sql", line=2)
    (line,) = annotations(Checked(Folder("db", ()), (finding,)))
    assert line == "::warning file=x%3Ay%2Cz.sql,line=2,title=a%3Ab%2Cc::100%25 of it"


def test_the_files_of_a_commit(inside: Inside, tmp_path: Path, write: Write) -> None:
    git.repository(tmp_path)
    first = git.commit(tmp_path, "first", **{"db__20260101000000_a.sql": "SELCT 1;"})
    write("db/20260101000000_a.sql", GOOD)
    assert inside("validate").status == 0
    answer = inside("validate", "--commit", "main", "--format", "json")
    document = json.loads(answer.out)
    assert (answer.status, document["commit"]) == (1, first[:7])
    assert document["folder"] == f"{first[:7]}:db"
    assert {one["file"] for one in document["findings"]} == {"db/20260101000000_a.sql"}
    assert inside("validate", "--commit", "mian").complaint.endswith(
        ' has no commit, branch or tag "mian": did you mean main?'
    )


@pytest.mark.parametrize(
    ("path", "profile", "said"),
    [("supabase/migrations", "postgres", True), ("db", "supabase", True), ("db", "postgres", False)],
)
def test_a_way_back_beside_the_supabase_cli(
    inside: Inside, write: Write, path: str, profile: str, *, said: bool
) -> None:
    write("schemabot.toml", CONFIGURATION.replace('"db"', f'"{path}"') + f'profile = "{profile}"')
    write(f"{path}/20260101000000_a.sql", "-- a\nSELECT 1;")
    write(f"{path}/20260101000000_a.down.sql", "SELECT 1;")
    assert ("[rollback-file]" in inside("validate").out) is said


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("production",), 'there is no environment "production": there are: staging'),
        (
            ("staging",),
            "environments.staging.database is read from the variable STAGING, which is not set: set STAGING",
        ),
        (("--commit", "main"), " is not in a git repository, so it has no commit main: "),
    ],
)
def test_what_cannot_be_checked(inside: Inside, write: Write, arguments: tuple[str, ...], expected: str) -> None:
    write("db/20260101000000_a.sql", GOOD)
    assert expected in inside("validate", *arguments).complaint


def test_no_folder(inside: Inside) -> None:
    assert inside("validate").complaint == "there is no folder db: schemabot new NAME makes the first migration"


def test_a_configuration_of_squawk_that_is_wrong(inside: Inside, write: Write) -> None:
    write("db/20260101000000_a.sql", GOOD)
    write(".squawk.toml", 'excluded_rules = ["nothere"]')
    said = inside("validate").complaint
    assert said.startswith("squawk does not work: Configuration error: invalid rule name nothere")


def test_against_what_a_database_has(schemabot: Command, databases: Databases, write: Write) -> None:
    write("db/20260101000000_a.sql", "SELECT 1;")
    write("db/20260102000000_b.sql", "SELECT 2;")
    write("db/20260104000000_d.sql", GOOD)
    database = databases.fresh(
        """CREATE SCHEMA supabase_migrations;
        CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
        INSERT INTO supabase_migrations.schema_migrations VALUES
            ('20260101000000', '{SELECT 1}', 'a'), ('20260102000000', '{SELECT 3}', 'b'),
            ('20260103000000', NULL, 'c')"""
    )
    answer = schemabot("validate", "staging", "--format", "json", STAGING=database.url)
    assert answer.status == 1
    found = json.loads(answer.out)["findings"]
    assert [(one["migration"], one["rule"]) for one in found] == [
        ("20260103000000", "missing"),
        ("20260102000000", "edited"),
    ]
    shown = schemabot("validate", "staging", STAGING=database.url).out.splitlines()
    assert shown[0] == "history"
    assert shown[1].startswith("  -       error    staging has 20260103000000_c, of which there is no file: bring")
    write("db/20260103000000_c.sql", "SELECT 1;").write_bytes(b"\xff")
    unreadable = schemabot("validate", "staging", "--format", "json", STAGING=database.url)
    assert {one["rule"] for one in json.loads(unreadable.out)["findings"]} == {"edited", "encoding"}
    (schemabot.folder / "db/20260103000000_c.sql").unlink()
    empty = databases.fresh()
    assert schemabot("validate", "staging", STAGING=empty.url).status == 0


def test_a_history_that_may_not_be_read(schemabot: Command, databases: Databases, write: Write) -> None:
    write("db/20260101000000_a.sql", GOOD)
    database = databases.fresh(
        """CREATE SCHEMA supabase_migrations;
        CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY);
        CREATE ROLE validate_guest LOGIN"""
    )
    url = f"{database.url}{'&' if '?' in database.url else '?'}options=-crole%3Dvalidate_guest"
    said = schemabot("validate", "staging", STAGING=url).complaint
    assert said.startswith("the history of migrations in staging cannot be read: permission denied for schema")
