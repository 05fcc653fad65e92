"""`schemabot export`: to a file or standard output, from a database or files, and what it says when it cannot."""

from pathlib import Path

from tests.cli.command import BEFORE, Command, Write
from tests.support.exporting import loaded
from tests.support.servers import Databases

HOSTILE = Path(__file__).parents[1] / "plan" / "hostile.sql"


def test_a_file_that_makes_the_same_schema(schemabot: Command, databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh(BEFORE)
    answer = schemabot("export", database.url, "-o", "schema.sql")
    assert (answer.status, answer.out, answer.err) == (0, "", "")
    assert schemabot("diff", database.url, "schema.sql", "--exit-code").status == 0
    assert schemabot("export", database.url).out == (tmp_path / "schema.sql").read_text(encoding="utf-8")


def test_names_and_texts_are_never_sql(schemabot: Command, databases: Databases) -> None:
    database = databases.fresh(HOSTILE.read_text(encoding="utf-8"))
    assert schemabot("export", database.url, "-o", "schema.sql").status == 0
    again = loaded(databases, (schemabot.folder / "schema.sql").read_bytes().decode())
    answer = schemabot("diff", database.url, again.url, "--exit-code", "--cosmetic")
    assert (answer.status, answer.err) == (0, "")


def test_files_and_one_schema(schemabot: Command, write: Write) -> None:
    write("schema.sql", "CREATE SCHEMA one CREATE TABLE t (a integer); CREATE SCHEMA two CREATE TABLE t (a integer)")
    out = schemabot("export", "schema.sql", "--schema", "one").out
    assert "CREATE TABLE one.t (" in out
    assert "two" not in out
    assert "DROP" not in out


def test_a_secret_is_written_only_where_that_is_asked_for(schemabot: Command, write: Write) -> None:
    body = "BEGIN PERFORM call('Authorization: Bearer abcdefghijklmnopqrstuvwxyz0123456789'); END"
    write("schema.sql", f"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ {body} $$")
    out = schemabot("export", "schema.sql").out
    assert "abcdefghij" not in out
    assert "\n--   secret_1: in a text of function public.f(), as it is written there\n" in out
    assert f"$body$ {body} $body$" in schemabot("export", "schema.sql", "--with-secrets").out


def test_a_file_with_secrets_is_for_its_owner_alone(schemabot: Command, write: Write) -> None:
    write("schema.sql", "CREATE VIEW v AS SELECT 'Bearer abcdefghijklmnopqrstuvwxyz0123456789' AS header")
    written = write("written.sql", "")
    written.chmod(0o644)
    assert schemabot("export", "schema.sql", "--with-secrets", "-o", "written.sql").status == 0
    assert "'Bearer abcdefghijklmnopqrstuvwxyz0123456789'" in written.read_text(encoding="utf-8")
    assert written.stat().st_mode & 0o777 == 0o600
    assert schemabot("diff", "schema.sql", "written.sql", "--exit-code").status == 0


def test_a_snapshot_is_exported_like_its_database(schemabot: Command, databases: Databases) -> None:
    url = databases.fresh(HOSTILE.read_text(encoding="utf-8")).url
    assert schemabot("snapshot", url, "-o", "before.json").status == 0
    found, expected = (schemabot("export", one).out.partition("\n")[2] for one in ("before.json", url))
    assert found == expected != ""


def test_what_cannot_be_exported_is_said_in_one_line(schemabot: Command, databases: Databases) -> None:
    url = databases.fresh(BEFORE).url
    assert schemabot("snapshot", url, "-o", "before.json").status == 0
    complaint = schemabot("export", "before.json", "--with-secrets").complaint
    assert "before.json holds digests of secrets: name the database it was made of" in complaint
    assert schemabot("export", url, "-o", "nothere/s.sql").complaint.startswith("cannot write nothere/s.sql: ")
