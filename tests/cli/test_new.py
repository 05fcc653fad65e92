"""`schemabot new NAME`: a migration file that asks for why, or has a proven plan already."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from sync.errors import ProofError, SourceError
from sync.migrations import migrations_in
from sync.migrations.folder import folder_at
from sync.migrations.new import next_version
from tests.cli.command import AFTER, BEFORE, Command, Inside, Write
from tests.support.catalogs import between
from tests.support.exporting import psql
from tests.support.servers import Databases, execute, rows

CONFIGURATION = """
[project]
name = "shop"
[migrations]
path = "db"
[environments.staging]
database = "env:STAGING"
"""
CHANGED = "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS $$SELECT 1\n-- rollback\n$$; " + AFTER


@pytest.fixture(autouse=True)
def configuration(write: Write) -> None:
    write("schemabot.toml", CONFIGURATION)


def only(folder: Path) -> Path:
    (path,) = folder.glob("db/*.sql")
    return path


def test_a_new_file_asks_for_why_and_for_the_way_back(inside: Inside, tmp_path: Path) -> None:
    answer = inside("new", "add  orders")
    path = only(tmp_path)
    assert (answer.status, answer.out, answer.err) == (0, f"db/{path.name}\n", "")
    assert re.fullmatch(r"\d{14}_add_orders\.sql", path.name)
    begun = datetime.strptime(path.name[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - begun).total_seconds()) < 60
    text = path.read_text()
    assert "why it is needed" in text
    assert "\n-- rollback\n-- " in text
    assert inside("validate").status == 0
    path.write_text(text.replace("\n\n\n", "\n\nCREATE TABLE orders (id bigint PRIMARY KEY);\n\n"))
    said = inside("validate").out
    assert "[why]" in said
    assert "[no-rollback]" in said


def test_versions_only_rise(inside: Inside, tmp_path: Path, write: Write) -> None:
    write("db/29991231235959_last.sql", "SELECT 1;")
    assert inside("new", "one").out == "db/30000101000000_one.sql\n"
    assert inside("new", "two").out == "db/30000101000001_two.sql\n"
    write("db/30009999000000_no_moment.sql", "SELECT 1;")
    assert inside("new", "three").out == "db/30009999000001_three.sql\n"
    assert len(migrations_in(tmp_path / "db")) == 5


def test_no_version_is_later_than_the_last(write: Write) -> None:
    folder = write("db/99999999999999_last.sql", "").parent
    with pytest.raises(SourceError, match="no version is later than 99999999999999"):
        next_version(folder_at(folder), datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "the name of the migration is empty: say in a few words what it does"),
        ("a/b", 'the name "a/b" has the character "/": use letters from a to z, digits, _ and -'),
        ("añadir", 'the name "añadir" has the character "ñ": use letters'),
        ("add.down", 'has the character ".": use letters'),
        ("a" * 201, "the name has 201 characters: use at most 200"),
    ],
)
def test_names_that_no_file_may_have(inside: Inside, tmp_path: Path, name: str, expected: str) -> None:
    assert expected in inside("new", name).complaint
    assert not (tmp_path / "db").exists()


def test_a_folder_that_cannot_be_made(inside: Inside, write: Write) -> None:
    write("db", "a file")
    assert inside("new", "one").complaint == "the folder db cannot be made: File exists"


def test_a_plan_as_a_migration(schemabot: Command, databases: Databases, tmp_path: Path) -> None:
    a, b = databases.fresh(BEFORE), databases.fresh(CHANGED)
    execute(a, "INSERT INTO orders VALUES (1, 'one')")
    answer = schemabot("new", "make alike", "--from-diff", a.url, b.url)
    path = only(tmp_path)
    assert (answer.status, answer.out, answer.err) == (0, f"db/{path.name}\n", "")
    text = path.read_text()
    assert "Proven: on a copy of the schema nothing differed afterwards." in text
    assert "-- full-scan: reads all of public.orders" in text
    assert not re.search(r"^(BEGIN|COMMIT|SET [^L]|\\)", text, re.MULTILINE)
    checked = schemabot("validate")
    assert checked.status == 0
    assert " error " not in checked.out
    (migration,) = migrations_in(path.parent)
    back = migration.rollback
    assert back is not None
    psql(databases, a, f"BEGIN;{text}COMMIT;")
    assert between(a, b) == ()
    psql(databases, a, "BEGIN;" + ";".join(one.sql for one in back) + ";COMMIT;")
    assert between(a, databases.fresh(BEFORE)) == ()
    assert rows(a, "SELECT id, note FROM orders") == [(1, "one")]


def test_statements_that_refuse_a_transaction_stay_as_they_are(
    schemabot: Command, databases: Databases, tmp_path: Path
) -> None:
    a, b = (databases.fresh(f"CREATE TABLE t (a integer);{more}") for more in ("", "CREATE INDEX i ON t (a)"))
    assert schemabot("new", "index", "--from-diff", a.url, b.url, "--online").status == 0
    text = only(tmp_path).read_text()
    assert "Not one transaction" in text
    psql(databases, a, text)
    assert between(a, b) == ()


def test_nothing_is_written_where_nothing_differs(schemabot: Command, databases: Databases, tmp_path: Path) -> None:
    a, b = databases.fresh(BEFORE), databases.fresh(BEFORE)
    answer = schemabot("new", "nothing", "--from-diff", a.url, b.url)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith("there is no difference from ")
    assert not (tmp_path / "db").exists()


def test_secrets_are_not_written(schemabot: Command, databases: Databases, tmp_path: Path) -> None:
    made = "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM 'Bearer {}'; END $$"
    a, b = (databases.fresh(made.format(word * 12)) for word in ("abc1", "xyz2"))
    answer = schemabot("new", "secret", "--from-diff", a.url, b.url)
    assert answer.complaint.startswith(
        "the migration would need secrets, which belong into no file: in a text of function public.f()"
    )
    assert not (tmp_path / "db").exists()


def test_a_way_back_that_needs_a_secret_is_told_and_not_written(
    schemabot: Command, databases: Databases, tmp_path: Path
) -> None:
    made = "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM 'Bearer {}'; END $$"
    a, b = databases.fresh(made.format("abc1" * 12)), databases.fresh()
    assert schemabot("new", "secret", "--from-diff", a.url, b.url).status == 0
    text = only(tmp_path).read_text()
    assert "-- There is no way back that could be written here: it needs secrets (in a text of function" in text
    assert migrations_in(tmp_path / "db")[0].rollback is None


@pytest.mark.parametrize(("end", "is_written"), [("\\r\\n", True), ("\\r", False)])
def test_line_ends_in_bodies(
    schemabot: Command, databases: Databases, tmp_path: Path, end: str, *, is_written: bool
) -> None:
    a = databases.fresh(f"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS E'SELECT 1;{end}SELECT 2;'")
    assert schemabot("new", "ends", "--from-diff", a.url, databases.fresh().url).status == 0
    (migration,) = migrations_in(tmp_path / "db")
    text = migration.file.text
    assert ("it has carriage returns, which end a comment" in text) is not is_written
    assert "rollback-loose" not in schemabot("validate").out
    if is_written:
        assert migration.rollback is not None
        psql(databases, again := databases.fresh(), ";".join(one.sql for one in migration.rollback))
        assert between(a, again) == ()


def test_what_was_renamed_is_asked_and_answered(schemabot: Command, databases: Databases, tmp_path: Path) -> None:
    columns = "(id integer PRIMARY KEY, total integer, note text)"
    a, b = (databases.fresh(f"CREATE TABLE {name} {columns}") for name in ("orders", "purchases"))
    options = ("--from-diff", a.url, b.url, "--rename", "public.orders=public.purchases")
    assert schemabot("new", "rename", *options).status == 0
    text = only(tmp_path).read_text()
    assert "ALTER TABLE public.orders RENAME TO purchases;" in text
    assert "-- ALTER TABLE public.purchases RENAME TO orders;" in text
    assert "DROP" not in text


def test_options_of_a_plan_need_one(inside: Inside) -> None:
    assert "--online and --rename are for --from-diff" in inside("new", "one", "--online").complaint


def test_nothing_is_written_where_the_proof_fails(
    inside: Inside, tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan(*_: object, **__: object) -> NoReturn:
        raise ProofError("the plan leaves 1 difference")

    monkeypatch.setattr("sync.planning.plan", plan)
    write("schema.sql", "")
    answer = inside("new", "one", "--from-diff", "schema.sql", "schema.sql")
    assert (answer.status, answer.out, answer.err) == (1, "", "schemabot: the plan leaves 1 difference\n")
    assert not (tmp_path / "db").exists()
