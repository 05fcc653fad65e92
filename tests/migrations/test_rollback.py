"""The part of a migration that takes it back: in comments at its end, or in a file of its own."""

from pathlib import Path

import pytest

from sync.errors import MigrationError, ReplayError
from sync.migrations import Migration, SqlFile
from sync.migrations.template import TEMPLATE


def migration(text: str, down: str | None = None) -> Migration:
    beside = SqlFile(Path("20260101000000_a.down.sql"), down.encode()) if down is not None else None
    return Migration(SqlFile(Path("20260101000000_a.sql"), text.encode()), "20260101000000", "a", beside)


def back(text: str, down: str | None = None) -> list[str] | None:
    found = migration(text, down).rollback
    return None if found is None else [one.sql for one in found]


@pytest.mark.parametrize("heading", ["-- rollback", "--Rollback:", "  -- ROLLBACK : \t", "-- rollback\r"])
def test_the_section_at_the_end(heading: str) -> None:
    text = f"CREATE TABLE t ();\nCREATE TABLE u ();\n{heading}\n-- DROP TABLE u;\n--\n--DROP TABLE t;\n"
    assert back(text) == ["DROP TABLE u", "DROP TABLE t"]
    assert [one.sql for one in migration(text).statements] == ["CREATE TABLE t ()", "CREATE TABLE u ()"]


def test_texts_come_out_of_the_comments_as_they_went_in() -> None:
    body = "$$\n  -- not a note\n\n\tSELECT 1;\n$$"
    lines = f"CREATE FUNCTION f() RETURNS void LANGUAGE sql AS {body};".split("\n")
    text = "SELECT 1;\n-- rollback\n" + "".join(f"-- {line}\n" if line else "--\n" for line in lines)
    assert back(text) == ["\n".join(lines).rstrip(";")]


def test_places_are_those_of_the_file() -> None:
    found = migration("SELECT 1;\n\n-- rollback\n-- -- a note\n--  DROP TABLE t; DROP TABLE u").rollback
    assert found is not None
    assert [(one.line, one.column) for one in found] == [(5, 5), (5, 19)]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1;",
        "SELECT 1; -- rollback\n",
        "SELECT '\n-- rollback\n-- DROP TABLE t;\n';",
        "/*\n-- rollback\n*/ SELECT 1;",
        "SELECT 1;\n-- rollback is not needed\n",
        "SELECT 1;\n-- rollback\n",
        "SELECT 1;\n-- rollback\n-- There is none: what is dropped is gone.\n",
        "SELECT 1;\n-- rollback\n/* DROP TABLE t; */\n",
        "SELECT 'not ended\n-- rollback\n-- DROP TABLE t;",
        TEMPLATE,
    ],
)
def test_no_way_back(text: str) -> None:
    assert back(text) is None


def test_statements_may_be_added_to_what_the_template_says() -> None:
    assert back(f"{TEMPLATE}-- DROP TABLE t;\n") == ["DROP TABLE t"]


def test_a_file_of_its_own() -> None:
    assert back("CREATE TABLE t ();", "DROP TABLE t;") == ["DROP TABLE t"]
    with pytest.raises(ReplayError, match=r"a\.down\.sql, line 1, column 6"):
        back("CREATE TABLE t ();", "DROP TABEL t;")


@pytest.mark.parametrize(
    ("text", "down", "expected"),
    [
        (
            "SELECT 1;\n-- rollback\n-- SELECT 2;",
            "SELECT 3;",
            "has a rollback part, and so has 20260101000000_a.down.sql",
        ),
        (
            "SELECT 1;\n-- rollback\n-- a\nSELECT 2;",
            None,
            "line 4: a statement of the rollback part is not in a comment",
        ),
        ("SELECT 1;\n-- rollback\n-- DROP TABEL t;", None, "line 3, column 9: the rollback part cannot be read"),
        (
            "SELECT 1;\n-- rollback\n-- Mind this\n-- DROP TABLE t;",
            None,
            "line 3, column 4: the rollback part cannot be",
        ),
    ],
)
def test_a_way_back_that_cannot_be_taken(text: str, down: str | None, expected: str) -> None:
    with pytest.raises(MigrationError) as refused:
        back(text, down)
    assert expected in str(refused.value)
