"""The words of `--only` and of `/schema diff … KIND`, and what each keeps."""

import pytest

from sync.errors import SourceError
from sync.selection import WORDS, Selection, kind_word
from tests.support.catalogs import between, shown
from tests.support.servers import Databases

BEFORE = "CREATE TABLE t (id integer);"
AFTER = """
CREATE SCHEMA shop;
CREATE TYPE mood AS ENUM ('a');
CREATE SEQUENCE s;
CREATE TABLE t (id integer, x text CONSTRAINT c CHECK (x <> ''));
ALTER TABLE t SET (fillfactor = 50);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE INDEX i ON t (x);
CREATE POLICY p ON t USING (true);
CREATE VIEW v AS SELECT 1 AS x;
CREATE MATERIALIZED VIEW m AS SELECT 1 AS x;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE PROCEDURE r() LANGUAGE sql AS 'SELECT 1';
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
"""
KEPT = {
    "table": {"public.t", "public.t/x", "public.t/c"},
    "column": {"public.t/x"},
    "constraint": {"public.t/c"},
    "function": {"public.f()", "public.r()"},
    "procedure": {"public.r()"},
    "trigger": {"public.t/g"},
    "index": {"public.t/i"},
    "policy": {"public.t/p", "public.t"},
    "view": {"public.v", "public.m"},
    "sequence": {"public.s"},
    "enum": {"public.mood"},
    "schema": {"shop"},
}


def test_each_word_keeps_its_kinds(databases: Databases) -> None:
    differences = between(databases.fresh(BEFORE), databases.fresh(AFTER))
    for word, kept in KEPT.items():
        found = Selection.of([word]).keep(differences)
        assert {str(one.identity) for one in found} == kept, word
    policies = shown(Selection.of(["policy"]).keep(differences))
    assert ("changed", "table", "public.t", ("row_security",)) in policies
    both = Selection.of(["index", "views"]).keep(differences)
    assert {str(one.identity) for one in both} == KEPT["index"] | KEPT["view"]
    assert Selection().keep(differences) == differences


def test_every_word_is_tried_here() -> None:
    assert tuple(KEPT) == WORDS


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *((word, word) for word in WORDS),
        *((f"{word}s", word) for word in WORDS if word not in ("policy", "index")),
        ("policies", "policy"),
        ("indexes", "index"),
        ("indices", "index"),
        ("RLS", "policy"),
        ("types", "enum"),
        (" Tables ", "table"),
    ],
)
def test_words_as_people_write_them(text: str, word: str) -> None:
    assert kind_word(text) == word


@pytest.mark.parametrize(("text", "near"), [("colum", "column"), ("polices", "policy"), ("veiw", "view")])
def test_a_slip_is_answered_with_the_nearest(text: str, near: str) -> None:
    with pytest.raises(SourceError, match=rf"did you mean {near}\? There are: table, "):
        kind_word(text)


def test_what_is_near_nothing_is_answered_with_all() -> None:
    with pytest.raises(SourceError, match=r'^"xyzzy" is not a kind of object: There are: table, column, '):
        kind_word("xyzzy")
