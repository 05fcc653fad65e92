"""Statements are kept as the Supabase CLI keeps them: what is expected here is what its version 3.1 wrote."""

from importlib.resources import files

import pytest

from sync.migrations.parser import split
from sync.migrations.split import written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        (" ; ;; \n\t\ufeff\u2003", ()),
        ("select 1; select 2;;", ("select 1", "select 2")),
        ("-- why;\ncreate table t ();\n-- last\n", ("-- why;\ncreate table t ()", "-- last")),
        ("select 1\r\n;\r\n-- a;\r\nselect 2", ("select 1", "-- a;\r\nselect 2")),
        ("/* a; /* b; */ ; */ select 1; select 2", ("/* a; /* b; */ ; */ select 1", "select 2")),
        ("select 'a;''b', \"c;\"\"d\"; select 2", ("select 'a;''b', \"c;\"\"d\"", "select 2")),
        ("select E'a\\';b'; select 2", ("select E'a\\';b'", "select 2")),
        ("select E'a' -- c;\n 'b\\';c'; select 2", ("select E'a' -- c;\n 'b\\';c'", "select 2")),
        ("select name'a\\'; select 2", ("select name'a\\'", "select 2")),
        ("do $$ begin; end $$; select 2", ("do $$ begin; end $$", "select 2")),
        ("select $a$ $b$; $a$, $é$;$é$, a$b, 1$c; select 2", ("select $a$ $b$; $a$, $é$;$é$, a$b, 1$c", "select 2")),
        ("select 2 - 1 / 3; select 2", ("select 2 - 1 / 3", "select 2")),
        (
            "create rule r as on delete to t do (select 1; select 2);",
            ("create rule r as on delete to t do (select 1; select 2)",),
        ),
        (
            "create rule r as on delete to t do (insert into u values (1); select 2);",
            ("create rule r as on delete to t do (insert into u values (1)", "select 2)"),
        ),
        (
            "create function f() returns int begin atomic select case when a then 1 end; select ';'; /* ; */ end; x",
            (
                "create function f() returns int begin atomic select case when a then 1 end; select ';'; /* ; */ end",
                "x",
            ),
        ),
        ("BEGIN\n ATOMIC ; ending; END ; x", ("BEGIN\n ATOMIC ; ending; END", "x")),
        ("begin; select atomic; end; x", ("begin", "select atomic", "end", "x")),
        ("begin -- a\natomic select 1; end", ("begin -- a\natomic select 1", "end")),
        ("\\; select 1", ("\\; select 1",)),
        ("select (\\); select 1", ("select (\\)", "select 1")),
        ("select 'not ended; select 1;", ("select 'not ended; select 1",)),
        ("-- ends with one;", ("-- ends with one",)),
    ],
)
def test_statements_are_split_as_the_supabase_cli_does(text: str, expected: tuple[str, ...]) -> None:
    assert written(text) == expected


def test_real_migrations_have_the_statements_that_postgresql_sees() -> None:
    folder = files("procrastinate").joinpath("sql", "migrations")
    texts = [one.read_text() for one in folder.iterdir() if one.name.endswith(".sql")]
    assert len(texts) > 30
    for text in texts:
        found = written(text)
        assert [one.sql for each in found for one in split(each)] == [one.sql for one in split(text)]
        assert len(found) - sum(not tuple(split(one)) for one in found) == len(tuple(split(text)))


def test_long_texts_take_no_time() -> None:
    row = "insert into t values ('it''s (a)', $$ body; $$, (1)); -- c;\n"
    assert len(written(row * 20_000)) == 20_001
