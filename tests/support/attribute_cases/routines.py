"""Functions and procedures."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_FUNCTION = """
CREATE EXTENSION citext; CREATE FUNCTION f(a integer) RETURNS SETOF integer LANGUAGE plpgsql AS 'BEGIN RETURN; END';
CREATE FUNCTION my_support(internal) RETURNS internal LANGUAGE internal AS 'textlike_support';
"""
_PROCEDURE = """
CREATE EXTENSION citext; CREATE PROCEDURE f(a integer) LANGUAGE plpgsql AS 'BEGIN RETURN; END';
CREATE FUNCTION my_support(internal) RETURNS internal LANGUAGE internal AS 'textlike_support';
"""
_TRANSFORM = """
CREATE TRANSFORM FOR integer LANGUAGE plpgsql (FROM SQL WITH FUNCTION prsd_lextype(internal),
    TO SQL WITH FUNCTION int4recv(internal));
"""
_IN_C = "{} LANGUAGE c AS '{}', 'plpgsql_call_handler';"
_LINES = "FUNCTION f(a integer) RETURNS void LANGUAGE plpgsql AS 'BEGIN{}\n RETURN; END';"
_PROCEDURE_LINES = "PROCEDURE f(a integer) LANGUAGE plpgsql AS 'BEGIN{}\n RETURN; END';"
_STANDARD = "CREATE FUNCTION f(a integer) RETURNS integer RETURN a;"


def _function(
    attribute: str, change: str, setup: str = _FUNCTION, since: int = 13, identity: str = "public.f(integer)"
) -> AttributeCase:
    return AttributeCase(Kind.FUNCTION, attribute, setup, change, identity, since)


def _procedure(attribute: str, change: str, setup: str = _PROCEDURE, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.PROCEDURE, attribute, setup, change, "public.f(integer)", since)


def _altered(attribute: str, change: str) -> AttributeCase:
    return _function(attribute, f"ALTER FUNCTION f(integer) {change}")


def _updated(attribute: str, column: str) -> AttributeCase:
    """What CREATE PROCEDURE does not take, but the catalog has."""
    return _procedure(attribute, f"UPDATE pg_proc SET {column} WHERE oid = 'f(integer)'::regprocedure")


def _replaced(arguments: str = "a integer", result: str = "SETOF integer", rest: str = "") -> str:
    rest = rest or "LANGUAGE plpgsql AS 'BEGIN RETURN; END'"
    return f"DROP FUNCTION f(integer); CREATE FUNCTION f({arguments}) RETURNS {result} {rest};"


def _again(arguments: str = "a integer", rest: str = "") -> str:
    rest = rest or "LANGUAGE plpgsql AS 'BEGIN RETURN; END'"
    return f"DROP PROCEDURE f(integer); CREATE PROCEDURE f({arguments}) {rest};"


_UNCHECKED = "SET check_function_bodies = off;"

CASES = (
    _function("arguments", _replaced("b integer")),
    _function("arguments", _replaced("INOUT a integer")),
    _function(
        "arguments", _replaced("a integer DEFAULT 1").replace("DROP FUNCTION f(integer); CREATE", "CREATE OR REPLACE")
    ),
    _function(
        "arguments",
        "DROP FUNCTION f(integer[]); CREATE FUNCTION f(VARIADIC a integer[]) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION f(a integer[]) RETURNS int LANGUAGE sql AS 'SELECT 1';",
        identity="public.f(integer[])",
    ),
    _function("result", _replaced(result="SETOF bigint")),
    _function("result", _replaced(result="TABLE (b integer)")),
    _function(
        "language",
        f"{_UNCHECKED} {_replaced()}",
        f"{_UNCHECKED} CREATE FUNCTION f(a integer) RETURNS SETOF integer LANGUAGE sql AS 'BEGIN RETURN; END';",
    ),
    _function("body", _replaced(rest="LANGUAGE plpgsql AS 'BEGIN RETURN NEXT 1; END'")),
    _function("statements", "CREATE OR REPLACE FUNCTION f(a integer) RETURNS integer RETURN a + 1", _STANDARD, 14),
    _altered("volatility", "STABLE"),
    _altered("volatility", "IMMUTABLE"),
    _altered("strict", "STRICT"),
    _altered("security_definer", "SECURITY DEFINER"),
    _altered("leakproof", "LEAKPROOF"),
    _altered("parallel", "PARALLEL SAFE"),
    _altered("parallel", "PARALLEL RESTRICTED"),
    _altered("cost", "COST 0.5"),
    _altered("rows", "ROWS 5"),
    _function(
        "window",
        "UPDATE pg_proc SET prokind = 'f' WHERE oid = 'f(integer)'::regprocedure",
        "CREATE FUNCTION f(a integer) RETURNS bigint WINDOW LANGUAGE internal AS 'window_row_number';",
    ),
    _altered("settings", "SET search_path = public, pg_temp"),
    _altered("settings", "SET \"my.setting\" = 'a=b, c'"),
    _altered("support", "SUPPORT my_support"),
    _function(
        "transforms",
        _replaced(rest="TRANSFORM FOR TYPE integer LANGUAGE plpgsql AS 'BEGIN RETURN; END'"),
        _FUNCTION + _TRANSFORM,
    ),
    _function(
        "library",
        _IN_C.format("CREATE OR REPLACE FUNCTION f(a integer) RETURNS void", "plpgsql"),
        _IN_C.format("CREATE FUNCTION f(a integer) RETURNS void", "$libdir/plpgsql"),
    ),
    _altered("depends_on_extensions", "DEPENDS ON EXTENSION citext"),
    _function("line_ends", f"CREATE OR REPLACE {_LINES.format(chr(13))}", f"CREATE {_LINES.format('')}"),
    _procedure("arguments", _again("b integer")),
    _procedure("arguments", _again("INOUT a integer")),
    _procedure(
        "language",
        f"{_UNCHECKED} {_again()}",
        f"{_UNCHECKED} CREATE PROCEDURE f(a integer) LANGUAGE sql AS 'BEGIN RETURN; END';",
    ),
    _procedure("body", _again(rest="LANGUAGE plpgsql AS 'BEGIN NULL; END'")),
    _procedure(
        "statements",
        "CREATE OR REPLACE PROCEDURE f(a integer) BEGIN ATOMIC SELECT 2; END",
        "CREATE PROCEDURE f(a integer) BEGIN ATOMIC SELECT 1; END;",
        14,
    ),
    _updated("volatility", "provolatile = 's'"),
    _updated("strict", "proisstrict = true"),
    _procedure("security_definer", "ALTER PROCEDURE f(integer) SECURITY DEFINER"),
    _updated("leakproof", "proleakproof = true"),
    _updated("parallel", "proparallel = 's'"),
    _updated("cost", "procost = 7"),
    _updated("rows", "prorows = 7"),
    _procedure("settings", "ALTER PROCEDURE f(integer) SET work_mem = '8MB'"),
    _updated("support", "prosupport = 'my_support'::regproc"),
    _procedure(
        "transforms",
        _again(rest="TRANSFORM FOR TYPE integer LANGUAGE plpgsql AS 'BEGIN RETURN; END'"),
        _PROCEDURE + _TRANSFORM,
    ),
    _procedure(
        "library",
        _IN_C.format("CREATE OR REPLACE PROCEDURE f(a integer)", "plpgsql"),
        _IN_C.format("CREATE PROCEDURE f(a integer)", "$libdir/plpgsql"),
    ),
    _procedure("depends_on_extensions", "ALTER PROCEDURE f(integer) DEPENDS ON EXTENSION citext"),
    _procedure(
        "line_ends",
        f"CREATE OR REPLACE {_PROCEDURE_LINES.format(chr(13))}",
        f"CREATE {_PROCEDURE_LINES.format('')}",
    ),
)
