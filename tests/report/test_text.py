"""The text of a comparison, from real databases: grouped, described, and safe to show."""

import unicodedata

from sync.catalog import Profile, Scope
from sync.diff import Comparison
from sync.model import Diagnostic
from sync.report import grouped, headline, lines, plain, summary, visible
from tests.support.catalogs import PLAIN, between
from tests.support.servers import Databases


def compared(databases: Databases, before: str, after: str, scope: Scope = PLAIN) -> Comparison:
    differences = between(databases.fresh(before), databases.fresh(after), scope)
    return Comparison("a", "b", differences, (), 0.0)


def text(databases: Databases, before: str, after: str, scope: Scope = PLAIN) -> list[str]:
    return plain(lines(compared(databases, before, after, scope))).splitlines()


def test_equal_databases_are_one_line(databases: Databases) -> None:
    assert text(databases, "", "") == ["a → b: no difference"]


def test_a_table_has_what_hangs_on_it_under_it(databases: Databases) -> None:
    before = "CREATE TABLE t (id integer, note text); CREATE TABLE u (id integer);"
    after = (
        "CREATE TABLE t (id bigint NOT NULL, at date DEFAULT now()); CREATE INDEX i ON t (id);"
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t FOR SELECT USING (id > 0);"
        "CREATE TABLE u (id integer); CREATE INDEX iu ON u (id);"
    )
    assert text(databases, before, after) == [
        "a → b: 7 differences (4 added, 1 removed, 2 changed)",
        "+ only in b   - only in a   ~ not the same",
        "",
        "~ table public.t",
        "    row security: no → yes",
        "  ~ column id",
        "      type: integer → bigint",
        "      not null: no → yes",
        "  - column note  text",
        "  + column at  date default now()",
        "  + index i  CREATE INDEX i ON public.t USING btree (id)",
        "  + policy p  for select to public using ((id > 0))",
        "",
        "on public.u",
        "  + index iu  CREATE INDEX iu ON public.u USING btree (id)",
        "",
        "tables: 1 changed",
        "columns: 1 added, 1 removed, 1 changed",
        "indexes: 2 added",
        "policies: 1 added",
    ]


def test_an_added_table_folds_what_came_with_it(databases: Databases) -> None:
    after = (
        "CREATE TABLE t (id integer PRIMARY KEY, x text, y text) PARTITION BY RANGE (id);"
        "CREATE UNLOGGED TABLE u (id integer); ALTER TABLE u ENABLE ROW LEVEL SECURITY;"
    )
    found = text(databases, "", after)
    assert found[0] == "a → b: 2 differences (2 added)"
    assert "+ table public.t  partitioned by RANGE (id), with 3 columns, 1 constraint" in found
    assert "+ table public.u  unlogged, row security on, with 1 column" in found


def test_a_view_that_replaces_a_table(databases: Databases) -> None:
    before = "CREATE TABLE t (id integer, x text);"
    after = (
        "CREATE VIEW t AS SELECT 1 AS id; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RETURN NULL; END $$; CREATE TRIGGER g INSTEAD OF INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
    )
    groups = {
        (str(one.own.identity.kind), len(one.members))
        for one in grouped(compared(databases, before, after).differences)
        if one.own
    }
    assert groups == {("table", 2), ("view", 1), ("function", 0)}
    found = text(databases, before, after)
    assert "- table public.t  with 2 columns" in found
    assert "+ view public.t  SELECT 1 AS id;, with 1 trigger" in found


def test_what_users_hang_on_tables_of_the_platform(databases: Databases) -> None:
    users = "CREATE SCHEMA auth; CREATE TABLE auth.users (id integer);"
    after = (
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;"
        "CREATE TRIGGER welcome AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION f();"
    )
    found = text(databases, users, users + after, Scope(Profile.SUPABASE))
    assert "on auth.users" in found
    assert any(line.startswith("  + trigger welcome  CREATE TRIGGER welcome") for line in found)


def test_each_kind_says_what_it_is(databases: Databases) -> None:
    after = (
        "CREATE SCHEMA shop; CREATE TYPE e AS ENUM ('a', 'b'); CREATE SEQUENCE s START 5 INCREMENT 2;"
        "CREATE MATERIALIZED VIEW m AS SELECT 1 AS x;"
        "CREATE FUNCTION f(a integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1';"
        "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 2';"
    )
    found = text(databases, "", after)
    for line in (
        "+ schema shop",
        "+ enum public.e  a, b",
        "+ sequence public.s  bigint, start 5, increment 2",
        "+ materialized view public.m  SELECT 1 AS x;",
        "+ function public.f(integer)  (a integer DEFAULT 1) returns integer language sql",
        "    SELECT 1",
        "+ procedure public.p()  () language sql",
    ):
        assert line in found


def test_a_long_body_is_a_unified_diff(databases: Databases) -> None:
    body = "\n".join(f"  -- line {number}" for number in range(60))
    made = "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN\n{}\nEND $$;"
    found = text(databases, made.format(body), made.format(body.replace("line 30", "LINE 30")))
    assert found[3:] == [
        "~ function public.f()",
        "    body:",
        "      @@ -29,7 +29,7 @@",
        *(f"         -- line {number}" for number in (27, 28, 29)),
        "      -  -- line 30",
        "      +  -- LINE 30",
        *(f"         -- line {number}" for number in (31, 32, 33)),
    ]


def test_long_values_stand_under_each_other(databases: Databases) -> None:
    made = "CREATE TABLE t (id integer CHECK (id IN ({})));"
    found = text(databases, made.format("1, 2"), made.format(", ".join(str(n) for n in range(30))))
    at = found.index("      definition:")
    assert found[at + 1].startswith("        - CHECK ")
    assert found[at + 2].startswith("        + CHECK ")


def test_names_and_bodies_cannot_move_the_cursor(databases: Databases) -> None:
    name = 'x\x1b[2J\n\u202e\r"y'
    quoted = name.replace('"', '""')
    after = (
        f'CREATE TABLE "{quoted}" ("{quoted}" integer);'
        f"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN\r\n --\x1b]0;title\x07\u2066\u2028\n END $$;"
    )
    shown = [line.text for line in lines(compared(databases, "", after))]
    assert any("\\x1b[2J\\n<U+202E>\\r" in line for line in shown)
    for line in shown:
        assert not {unicodedata.category(character) for character in line} & {"Cc", "Cf", "Zl", "Zp"}, line


def test_visible_leaves_what_people_write() -> None:
    assert visible("naïve\tcafé → 東京 ✓") == "naïve\tcafé → 東京 ✓"
    assert visible("a\x00\u200f\x9b") == "a\\x00<U+200F>\\x9b"


def test_summary_counts_what_is_shown(databases: Databases) -> None:
    found = compared(databases, "", "CREATE TABLE t (a integer, b integer); CREATE VIEW v AS SELECT 1 AS x;")
    counted = {str(kind): dict(counts) for kind, counts in summary(grouped(found.differences))}
    assert counted == {"table": {"added": 1}, "view": {"added": 1}}
    assert headline(found) == "a → b: 2 differences (2 added)"


def test_what_both_sides_note_alike_is_said_once() -> None:
    messages = ("a: 1 domain not compared (d)", "a: 2 casts not compared", "b: 1 domain not compared (d)", "b: 1 cast")
    found = Comparison("a", "b", (), tuple(Diagnostic("not-compared", one) for one in messages), 0.0)
    assert plain(lines(found)).splitlines()[2:] == [
        "note: both: 1 domain not compared (d)",
        "note: a: 2 casts not compared",
        "note: b: 1 cast",
    ]
    same = Comparison("a", "a", (), (Diagnostic("not-compared", "a: x"), Diagnostic("not-compared", "a: x")), 0.0)
    assert plain(lines(same)).splitlines()[2:] == ["note: a: x"]


def test_facts_are_told_with_the_kind_of_what_they_are_about(databases: Databases) -> None:
    after = "CREATE SCHEMA shop; COMMENT ON SCHEMA shop IS 'new'"
    found = text(databases, "CREATE SCHEMA shop", after)
    assert found[3:5] == ["on schema shop", "  + comment  new"]
