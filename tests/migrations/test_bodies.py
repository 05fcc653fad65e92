"""The syntax of bodies: what servers refuse is told, with its place, and nothing that they take."""

from pathlib import Path

import psycopg
import pytest

from sync.migrations import SqlFile
from sync.migrations.checks.bodies import of_bodies
from sync.migrations.checks.subject import Subject
from sync.migrations.migration import Migration
from sync.postgres.session import connect
from tests.support.servers import Databases

SCHEMA = """
CREATE SCHEMA app;
CREATE TYPE app.pair AS (a integer, b text);
CREATE TABLE app.t (a integer, pair app.pair);
"""
SYNTAX_ERROR = "42601"

F = "CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS $$\n"
WRONG = [
    (F + "BEGIN\n  -- RETRUN\n  RETRUN 1;\nEND $$", 4, 3),
    (F + "DECLARE\n  x integer;\nBEGIN\n  IF 1 = 1 THEN\n    x := 1;\n  END;\n  RETURN x;\nEND $$", 7, 6),
    (F + "DECLARE x integer;\nBEGIN\n  IF 1 = 1\n    x := 1;\n  END IF;\nEND $$", 5, 11),
    (F + "DECLARE x integer;\nBEGIN\n  x := 1 + ;\n  RETURN x;\nEND $$", 4, 12),
    (F + "DECLARE\n  p app.pair; r app.t%ROWTYPE; c app.t.a%TYPE;\nBEGIN\n  p.a := (SELEC 1);\nEND $$", 5, 17),
    (F + "BEGIN\n  FOR i IN 1..2 LOOP\n    NULL;\n  EN LOOP;\nEND $$", 5, 3),
    (F + "BEGIN\n  RETURN 1;\n$$", 3, 12),
    (F + "BEGIN\n  RETURN (1;\nEND $$", 3, 12),
    (F + "BEGIN\n  PERFORM 'unterminated;\n  RETURN 1;\nEND $$", 3, 11),
    (F + "<<a>> BEGIN\n  RETURN 1;\nEND b $$", 4, 6),
    ("CREATE FUNCTION app.f(p app.pair, OUT x app.pair) LANGUAGE plpgsql AS $$\nBEGIN p.a := 1; FOO; END $$", 2, 17),
    ("CREATE PROCEDURE f(INOUT x text) LANGUAGE plpgsql AS 'BEGIN\nx := ''''; COMIT; END'", 1, 51),
    ("CREATE FUNCTION f() RETURNS TABLE (a integer) LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY SELEC 1; END $$", 1, 89),
    ("SELECT 'é'; DO $$ BEGIN FOR r IN SELECT 1 LOP END LOOP; END $$", 1, 47),
    ("CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS $$\nSELECT 1;\nSELEC 'é' $$", 3, 1),
]
RIGHT = [
    F + "DECLARE\n  p app.pair; r app.t%ROWTYPE; c app.t.a%TYPE := 1; l text[] := ARRAY[]::text[];\n"
    "BEGIN\n  p.a := 1; r.pair.a := 2; l[1] := 'a'; SELECT 1, 'x' INTO p.a, p.b; RETURN c; END $$",
    F + "DECLARE\n  c CURSOR (k integer) FOR SELECT a FROM app.t WHERE a = k; r record;\n"
    "BEGIN\n  OPEN c (k := 1); FETCH c INTO r; CLOSE c; FOR r IN SELECT * FROM app.t LOOP NULL; END LOOP;\n"
    "  RETURN 1; EXCEPTION WHEN unique_violation OR others THEN RAISE; END $$",
    "CREATE FUNCTION app.f(p app.pair) RETURNS SETOF app.t LANGUAGE plpgsql AS $$ BEGIN p.a := 1; RETURN; END $$",
    "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE '%', tg_tag; END $$",
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := 1; RETURN NEW; END $$",
    "CREATE FUNCTION f(l app.pair[]) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN l[1].a; END $$",
    "CREATE PROCEDURE f(a integer) LANGUAGE plpgsql AS $$ BEGIN a := 1; COMMIT; END $$",
    "CREATE FUNCTION f() RETURNS integer RETURN 1",
    "CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1; SELECT 2'",
    "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS ''",
    "DO 'BEGIN PERFORM 1; END'",
]


def told(text: str) -> list[tuple[int | None, int | None]]:
    file = SqlFile(Path("m.sql"), text.encode())
    return [(one.line, one.column) for one in of_bodies(Subject.of(Migration(file, "20260101000000", "m")))]


@pytest.mark.parametrize(("text", "line", "column"), WRONG)
def test_what_is_wrong_is_told(databases: Databases, text: str, line: int, column: int) -> None:
    assert told(text) == [(line, column)]
    with connect(databases.fresh(SCHEMA), autocommit=True) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(text.encode())
    assert refused.value.sqlstate == SYNTAX_ERROR


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_not(databases: Databases, text: str) -> None:
    assert told(text) == []
    with connect(databases.fresh(SCHEMA), autocommit=True) as connection:
        connection.execute(text.encode())


def test_other_languages_are_not_read() -> None:
    assert told("CREATE FUNCTION f() RETURNS integer LANGUAGE c AS 'SELEC', 'SELEC'") == []
    assert told("CREATE FUNCTION f() RETURNS integer LANGUAGE plpython3u AS 'return 1'") == []
