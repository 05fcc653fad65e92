"""Comments on relations and what is on them, on programs, and their line ends."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_EVERYTHING = """
CREATE TYPE e AS ENUM ('a'); CREATE SEQUENCE s;
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, x text, CONSTRAINT k UNIQUE (x));
CREATE TABLE r (x text CONSTRAINT k REFERENCES t (x));
CREATE INDEX i ON t (x); CREATE VIEW v AS SELECT 1 AS x; CREATE MATERIALIZED VIEW m AS SELECT 1 AS x;
CREATE INDEX mi ON m (x); CREATE TYPE pair AS (a integer);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'; CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f();
CREATE POLICY o ON t;
CREATE TABLE parts (x text) PARTITION BY LIST (x); CREATE TYPE span AS RANGE (SUBTYPE = integer);
"""
_SHOP = "CREATE SCHEMA shop;"
_FOREIGN = """
CREATE FOREIGN DATA WRAPPER comments; CREATE SERVER comments FOREIGN DATA WRAPPER comments;
CREATE FOREIGN TABLE ft (x text) SERVER comments;
"""


def _comment(on: str, identity: str, before: str = "one", after: str = "two", attribute: str = "text") -> AttributeCase:
    setup = _SHOP if "shop" in identity else _FOREIGN if "ft" in identity else _EVERYTHING
    return AttributeCase(
        Kind.COMMENT,
        attribute,
        f"{setup} COMMENT ON {on} IS '{before}';",
        f"COMMENT ON {on} IS '{after}'",
        identity,
        since=14 if "multirange" in identity else 13,
    )


CASES = (
    _comment("SCHEMA shop", "schema shop"),
    _comment("TYPE e", "enum public.e"),
    _comment("SEQUENCE s", "sequence public.s"),
    _comment("SEQUENCE t_id_seq", "sequence public.t_id_seq"),
    _comment("TABLE t", "table public.t"),
    _comment("TABLE parts", "table public.parts"),
    _comment("FOREIGN TABLE ft", "foreign table public.ft"),
    _comment("VIEW v", "view public.v"),
    _comment("MATERIALIZED VIEW m", "materialized view public.m"),
    _comment("COLUMN t.x", "column public.t/x"),
    _comment("COLUMN ft.x", "column public.ft/x"),
    _comment("COLUMN v.x", "column public.v/x"),
    _comment("COLUMN m.x", "column public.m/x"),
    _comment("COLUMN pair.a", "column public.pair/a"),
    _comment("CONSTRAINT k ON t", "constraint public.t/k"),
    _comment("CONSTRAINT k ON r", "constraint public.r/k"),
    _comment("INDEX i", "index public.t/i"),
    _comment("INDEX mi", "index public.m/mi"),
    _comment("INDEX k", "index public.t/k"),
    _comment("TYPE _e", "base type public._e"),
    _comment("TYPE _t", "base type public._t"),
    _comment("TYPE e[]", "base type public._e"),
    _comment("TYPE t", "composite type public.t"),
    _comment("TYPE v", "composite type public.v"),
    _comment("TYPE span_multirange", "range type public.span_multirange"),
    _comment("FUNCTION f()", "function public.f()"),
    _comment("PROCEDURE p()", "procedure public.p()"),
    _comment("TRIGGER g ON t", "trigger public.t/g"),
    _comment("POLICY o ON t", "policy public.t/o"),
    _comment("TABLE t", "table public.t", "it''s \"{} %s\\", "it''s \"{} %d\\"),
    _comment("TABLE t", "table public.t", "first\nsecond", "first\r\nsecond", "line_ends"),
    _comment("TABLE t", "table public.t", "a\r\nb\r\nc", "a\r\nb\nc", "line_ends"),
)
