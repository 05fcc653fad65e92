"""What is said about files that do not apply: the file, the place, the server's words, and what to do."""

from datetime import timedelta
from pathlib import Path

import pytest

from sync.errors import ReplayError
from sync.migrations import SqlFile
from sync.shadow.replay import replay
from tests.support.servers import Databases


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT 1;\n-- é\n SELCT 'é';", 'line 3, column 2: syntax error at or near "SELCT"'),
        ("SELECT 'é'; SELCT 1;", 'line 1, column 13: syntax error at or near "SELCT"'),
        (
            "-- why\n/* and\nhow */ CREATE TABLE t (id integer);\n\nCREATE VIEW v AS\n  SELECT é FROM t;",
            'line 6, column 10: column "é" does not exist',
        ),
        ("SELECT 1; SELECT nothere;", 'line 1, column 18: column "nothere" does not exist'),
        ("CREATE TABLE t (id integer);\n\nDROP TABLE u;", 'line 3: table "u" does not exist'),
        ("DO $$ BEGIN\n  RAISE 'no %', 'way';\nEND $$", "line 1: no way"),
        ("BEGIN; CREATE TABLE t (id integer);", "begins a transaction and does not end it: add a COMMIT at its end"),
        ("SELECT 'CREATE TABLE t ()' \\gexec", "only SQL can be replayed, not psql's own \\ commands"),
        ("CREATE TABLE :name (id integer);", "only SQL can be replayed, not psql's own \\ commands and :variables"),
        (
            "CREATE TABLE t (id uuid REFERENCES auth.users);",
            'line 1: schema "auth" does not exist: make it in an earlier file',
        ),
        (
            "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$; CALL p()",
            "termination: a file is replayed in one transaction",
        ),
        ("\\set x 1\nSELECT 1;", "only SQL can be replayed, not psql's own \\ commands"),
        ("CREATE TABLE t (id integer);\nCOPY t FROM stdin;\n1\n\\.\n", "nor rows of COPY; dump with pg_dump"),
        ("CREATE TABLE t (id integer);\nCOPY t FROM stdin;", "line 2: the statement copies rows, which"),
        ("COPY (SELECT 1) TO PROGRAM 'sh'", "line 1: the statement acts on the server and not on the schema"),
        ("ALTER SYSTEM SET work_mem = '1GB'", "line 1: the statement acts on the server and not on the schema"),
    ],
)
def test_files_that_do_not_apply(databases: Databases, tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "file.sql"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReplayError) as raised:
        replay([SqlFile(path)], databases.fresh())
    said = str(raised.value)
    assert said.startswith(str(path))
    assert expected in said
    assert "\n" not in said


def test_what_never_ends_is_ended_whatever_it_has_set(databases: Databases, tmp_path: Path) -> None:
    path = tmp_path / "20260101000000_loop.sql"
    path.write_text("SET statement_timeout = 0;\n\nDO $$ BEGIN LOOP END LOOP; END $$;")
    with pytest.raises(ReplayError, match=r"loop.sql, line 3: it takes longer than 1 second, although"):
        replay([SqlFile(path)], databases.fresh(), longest=timedelta(seconds=1))
