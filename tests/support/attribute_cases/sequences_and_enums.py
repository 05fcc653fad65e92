"""Sequences and enum types."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_SEQUENCE = "CREATE TABLE t (a bigint, b bigint); CREATE SEQUENCE s MINVALUE 1 MAXVALUE 1000 START 1;"
_ENUM = "CREATE TYPE e AS ENUM ('a', 'b');"


def _sequence(attribute: str, change: str, setup: str = _SEQUENCE, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.SEQUENCE, attribute, setup, f"ALTER SEQUENCE s {change}", "public.s", since)


def _enum(change: str) -> AttributeCase:
    return AttributeCase(Kind.ENUM, "values", _ENUM, change, "public.e")


CASES = (
    _sequence("type", "AS integer"),
    _sequence("start", "START 5"),
    _sequence("increment", "INCREMENT 2"),
    _sequence("minimum", "MINVALUE 0"),
    _sequence("maximum", "MAXVALUE 1001"),
    _sequence("cache", "CACHE 5"),
    _sequence("cycle", "CYCLE"),
    _sequence("persistence", "SET UNLOGGED", since=15),
    _sequence("owned_by", "OWNED BY t.a"),
    _sequence("owned_by", "OWNED BY t.b", f"{_SEQUENCE} ALTER SEQUENCE s OWNED BY t.a;"),
    _enum("ALTER TYPE e ADD VALUE 'c'"),
    _enum("ALTER TYPE e ADD VALUE 'c' BEFORE 'b'"),
    _enum("ALTER TYPE e RENAME VALUE 'a' TO 'A'"),
    _enum("UPDATE pg_enum SET enumsortorder = -enumsortorder WHERE enumtypid = 'e'::regtype"),
    _enum("DROP TYPE e; CREATE TYPE e AS ENUM ()"),
)
