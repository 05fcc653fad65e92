"""Aggregates, operators, operator classes and families."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_FUNCTIONS = """
CREATE EXTENSION citext;
DO $$ BEGIN CREATE ROLE operators_anna; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
CREATE FUNCTION f(anyelement, integer) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION f2(anyelement, integer) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION g(anyelement) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION g2(anyelement) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2';
CREATE FUNCTION c(anyelement, anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT $1';
"""
_OPTIONS = {
    "sfunc": "f",
    "stype": "integer",
    "sspace": "8",
    "initcond": "'0'",
    "finalfunc": "g",
    "msfunc": "f",
    "minvfunc": "f",
    "mstype": "integer",
    "msspace": "8",
    "minitcond": "'0'",
    "mfinalfunc": "g",
}
_INTERNAL = {
    "sfunc": "numeric_avg_accum",
    "stype": "internal",
    "finalfunc": "numeric_avg",
    "combinefunc": "numeric_avg_combine",
    "serialfunc": "numeric_avg_serialize",
    "deserialfunc": "numeric_avg_deserialize",
    "parallel": "safe",
}


def _make(types: str, options: dict[str, str]) -> str:
    return (
        f"CREATE OR REPLACE AGGREGATE a({types}) ({', '.join(f'{name} = {value}' for name, value in options.items())});"
    )


_AGGREGATE = _FUNCTIONS + _make("integer", _OPTIONS)


def _aggregate(attribute: str, **options: str) -> AttributeCase:
    change = _make("integer", {**_OPTIONS, **options})
    return AttributeCase(Kind.AGGREGATE, attribute, _AGGREGATE, change, "public.a(integer)")


def _of_internal(attribute: str, **options: str) -> AttributeCase:
    change = _make("numeric", {**_INTERNAL, **options})
    return AttributeCase(Kind.AGGREGATE, attribute, _make("numeric", _INTERNAL), change, "public.a(numeric)")


def _altered(kind: Kind, attribute: str, setup: str, change: str, identity: str) -> AttributeCase:
    return AttributeCase(kind, attribute, setup, change, identity)


_AGGREGATES = (
    _altered(Kind.AGGREGATE, "arguments", _AGGREGATE, _make("x integer", _OPTIONS), "public.a(integer)"),
    _altered(
        Kind.AGGREGATE,
        "result",
        _AGGREGATE,
        "UPDATE pg_proc SET prorettype = 'bigint'::regtype WHERE oid = 'a(integer)'::regprocedure",
        "public.a(integer)",
    ),
    _altered(
        Kind.AGGREGATE,
        "type",
        "CREATE FUNCTION f(internal, integer) RETURNS internal LANGUAGE internal AS 'ordered_set_transition';"
        "CREATE FUNCTION g(internal, integer, integer) RETURNS integer LANGUAGE internal AS 'percentile_disc_final';"
        "CREATE AGGREGATE o(integer ORDER BY integer) (sfunc = f, stype = internal, finalfunc = g, finalfunc_extra);",
        "UPDATE pg_aggregate SET aggkind = 'h' WHERE aggfnoid = 'o'::regproc",
        "public.o(integer, integer)",
    ),
    _aggregate("transition", sfunc="f2"),
    _aggregate("state_type", stype="bigint"),
    _aggregate("state_size", sspace="16"),
    _aggregate("initial_value", initcond="'1'"),
    _aggregate("final", finalfunc="g2"),
    _altered(
        Kind.AGGREGATE,
        "final_extra",
        _AGGREGATE,
        "UPDATE pg_aggregate SET aggfinalextra = true WHERE aggfnoid = 'a(integer)'::regprocedure",
        "public.a(integer)",
    ),
    _aggregate("final_modify", finalfunc_modify="shareable"),
    _aggregate("combine", combinefunc="c"),
    _of_internal("serialize", serialfunc="int8_avg_serialize"),
    _of_internal("deserialize", deserialfunc="int8_avg_deserialize"),
    _aggregate("moving_transition", msfunc="f2"),
    _aggregate("moving_inverse", minvfunc="f2"),
    _aggregate("moving_state_type", mstype="bigint"),
    _aggregate("moving_state_size", msspace="16"),
    _aggregate("moving_initial_value", minitcond="'1'"),
    _aggregate("moving_final", mfinalfunc="g2"),
    _altered(
        Kind.AGGREGATE,
        "moving_final_extra",
        _AGGREGATE,
        "UPDATE pg_aggregate SET aggmfinalextra = true WHERE aggfnoid = 'a(integer)'::regprocedure",
        "public.a(integer)",
    ),
    _aggregate("moving_final_modify", mfinalfunc_modify="read_write"),
    _aggregate("sort_operator", sortop="operator(pg_catalog.<)"),
    _aggregate("parallel", parallel="restricted"),
    _altered(
        Kind.AGGREGATE,
        "depends_on_extensions",
        _AGGREGATE,
        "ALTER ROUTINE a(integer) DEPENDS ON EXTENSION citext",
        "public.a(integer)",
    ),
    _altered(
        Kind.OWNER,
        "owner",
        _AGGREGATE,
        "ALTER AGGREGATE a(integer) OWNER TO operators_anna",
        "aggregate public.a(integer)",
    ),
    _altered(
        Kind.PRIVILEGE,
        "privileges",
        _AGGREGATE,
        "REVOKE EXECUTE ON FUNCTION a(integer) FROM public",
        "aggregate public.a(integer) to public",
    ),
    _altered(
        Kind.COMMENT,
        "text",
        f"{_AGGREGATE} COMMENT ON AGGREGATE a(integer) IS 'x';",
        "COMMENT ON AGGREGATE a(integer) IS 'y'",
        "aggregate public.a(integer)",
    ),
)

_EQUAL = f"""{_FUNCTIONS}
CREATE FUNCTION e(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT $1 = $2';
CREATE FUNCTION e2(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT $1 = $2';
CREATE OPERATOR === (FUNCTION = e, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = ===);
COMMENT ON OPERATOR === (integer, integer) IS 'x';
"""
_EQUALS = "public.===(integer, integer)"


def _operator(attribute: str, change: str) -> AttributeCase:
    return AttributeCase(Kind.OPERATOR, attribute, _EQUAL, change, _EQUALS)


def _updated(attribute: str, column: str) -> AttributeCase:
    return _operator(attribute, f"UPDATE pg_operator SET {column} WHERE oprname = '==='")


_OPERATORS = (
    _updated("function", "oprcode = 'e2'::regproc"),
    _updated("result", "oprresult = 'integer'::regtype"),
    _updated("commutator", "oprcom = 0"),
    _updated("negator", "oprnegate = 'pg_catalog.<>(integer,integer)'::regoperator"),
    _operator("restrict", "ALTER OPERATOR === (integer, integer) SET (RESTRICT = eqsel)"),
    _operator("join", "ALTER OPERATOR === (integer, integer) SET (JOIN = eqjoinsel)"),
    _updated("hashes", "oprcanhash = true"),
    _updated("merges", "oprcanmerge = true"),
    AttributeCase(
        Kind.OWNER,
        "owner",
        _EQUAL,
        "ALTER OPERATOR === (integer, integer) OWNER TO operators_anna",
        f"operator {_EQUALS}",
    ),
    AttributeCase(
        Kind.COMMENT, "text", _EQUAL, "COMMENT ON OPERATOR === (integer, integer) IS 'y'", f"operator {_EQUALS}"
    ),
)

_CLASS = f"""{_FUNCTIONS}
CREATE OPERATOR FAMILY other USING btree;
CREATE OPERATOR CLASS k FOR TYPE integer USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=,
    OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
COMMENT ON OPERATOR CLASS k USING btree IS 'x'; COMMENT ON OPERATOR FAMILY k USING btree IS 'x';
"""


def _class(attribute: str, column: str) -> AttributeCase:
    change = f"UPDATE pg_opclass SET {column} WHERE opcname = 'k'"
    return AttributeCase(Kind.OPERATOR_CLASS, attribute, _CLASS, change, "public.k using btree")


def _of_both(kind: Kind, what: str) -> tuple[AttributeCase, AttributeCase]:
    identity = f"{kind} public.k using btree"
    return (
        AttributeCase(Kind.OWNER, "owner", _CLASS, f"ALTER {what} k USING btree OWNER TO operators_anna", identity),
        AttributeCase(Kind.COMMENT, "text", _CLASS, f"COMMENT ON {what} k USING btree IS 'y'", identity),
    )


def _family(attribute: str, change: str) -> AttributeCase:
    change = f"ALTER OPERATOR FAMILY k USING btree {change}"
    return AttributeCase(Kind.OPERATOR_FAMILY, attribute, _CLASS, change, "public.k using btree")


_CLASSES = (
    _class("type", "opcintype = 'bigint'::regtype"),
    AttributeCase(
        Kind.OPERATOR_CLASS,
        "default",
        f"{_CLASS} UPDATE pg_opclass SET opcintype = 'box'::regtype WHERE opcname = 'k';",
        "UPDATE pg_opclass SET opcdefault = true WHERE opcname = 'k'",
        "public.k using btree",
    ),
    _class("family", "opcfamily = (SELECT oid FROM pg_opfamily WHERE opfname = 'other')"),
    _class("storage", "opckeytype = 'bigint'::regtype"),
    _family("operators", "ADD OPERATOR 1 < (integer, bigint)"),
    _family("functions", "ADD FUNCTION 1 btint48cmp(integer, bigint)"),
    *_of_both(Kind.OPERATOR_CLASS, "OPERATOR CLASS"),
    *_of_both(Kind.OPERATOR_FAMILY, "OPERATOR FAMILY"),
)

CASES = (*_AGGREGATES, *_OPERATORS, *_CLASSES)
