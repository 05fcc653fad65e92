"""Extensions, languages, casts, conversions, transforms, access methods."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_OWNER = """
DO $$ BEGIN CREATE ROLE environment_anna; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
"""
_LANGUAGE = """
CREATE FUNCTION my_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE LANGUAGE l HANDLER plpgsql_call_handler;
"""
_TRANSFORM = """
CREATE FUNCTION my_from(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'prsd_lextype';
CREATE FUNCTION my_to(internal) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'int4recv';
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal),
    TO SQL WITH FUNCTION int4recv(internal));
"""
_CAST = """
CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION first(pair) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION second(pair) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 2';
CREATE CAST (pair AS integer) WITH FUNCTION first(pair);
"""
_CONVERSION = "CREATE CONVERSION v FOR 'LATIN2' TO 'UTF8' FROM iso8859_to_utf8;"
_METHOD = "CREATE ACCESS METHOD m TYPE INDEX HANDLER bthandler;"


def _extension(attribute: str, setup: str, change: str) -> AttributeCase:
    return AttributeCase(Kind.EXTENSION, attribute, setup, change, "citext")


def _language(attribute: str, definition: str) -> AttributeCase:
    return AttributeCase(Kind.LANGUAGE, attribute, _LANGUAGE, f"DROP LANGUAGE l; CREATE {definition}", "l")


def _transform(attribute: str, definition: str) -> AttributeCase:
    change = f"CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE sql ({definition})"
    return AttributeCase(Kind.TRANSFORM, attribute, _TRANSFORM, change, "for integer language sql")


def _cast(attribute: str, definition: str) -> AttributeCase:
    change = f"DROP CAST (pair AS integer); CREATE CAST (pair AS integer) {definition}"
    return AttributeCase(Kind.CAST, attribute, _CAST, change, "public.pair as integer")


def _conversion(attribute: str, change: str, setup: str = _CONVERSION) -> AttributeCase:
    return AttributeCase(Kind.CONVERSION, attribute, setup, change, "public.v")


def _comment(setup: str, on: str, identity: str) -> AttributeCase:
    comment = f"COMMENT ON {on} IS "
    return AttributeCase(Kind.COMMENT, "text", f"{setup} {comment} 'one';", f"{comment} 'two'", identity)


CASES = (
    _extension("in_schema", "CREATE SCHEMA shop; CREATE EXTENSION citext;", "ALTER EXTENSION citext SET SCHEMA shop"),
    _extension("version", "CREATE EXTENSION citext VERSION '1.4';", "ALTER EXTENSION citext UPDATE TO '1.5'"),
    _comment("CREATE EXTENSION citext;", "EXTENSION citext", "extension citext"),
    AttributeCase(
        Kind.OWNER,
        "owner",
        f"""{_OWNER} CREATE SCHEMA shop; ALTER SCHEMA shop OWNER TO environment_anna;
        GRANT CREATE ON SCHEMA shop TO environment_anna;
        CREATE EXTENSION citext;""",
        "UPDATE pg_extension SET extowner = 'environment_anna'::regrole WHERE extname = 'citext'",
        "extension citext",
    ),
    _language("trusted", "TRUSTED LANGUAGE l HANDLER plpgsql_call_handler"),
    _language("handler", "LANGUAGE l HANDLER my_handler"),
    _language("inline", "LANGUAGE l HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler"),
    _language("validator", "LANGUAGE l HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator"),
    AttributeCase(
        Kind.OWNER, "owner", f"{_OWNER} {_LANGUAGE}", "ALTER LANGUAGE l OWNER TO environment_anna", "language l"
    ),
    AttributeCase(
        Kind.PRIVILEGE,
        "privileges",
        _LANGUAGE.replace("CREATE LANGUAGE", "CREATE TRUSTED LANGUAGE"),
        "REVOKE ALL ON LANGUAGE l FROM public",
        "language l to public",
    ),
    _comment(_LANGUAGE, "LANGUAGE l", "language l"),
    _transform("from_sql", "FROM SQL WITH FUNCTION my_from(internal), TO SQL WITH FUNCTION int4recv(internal)"),
    _transform("to_sql", "FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION my_to(internal)"),
    _transform("to_sql", "FROM SQL WITH FUNCTION prsd_lextype(internal)"),
    _comment(_TRANSFORM, "TRANSFORM FOR integer LANGUAGE sql", "transform for integer language sql"),
    _cast("function", "WITH FUNCTION second(pair)"),
    _cast("context", "WITH FUNCTION first(pair) AS ASSIGNMENT"),
    _cast("context", "WITH FUNCTION first(pair) AS IMPLICIT"),
    AttributeCase(
        Kind.CAST,
        "method",
        "CREATE CAST (money AS bigint) WITHOUT FUNCTION;",
        "DROP CAST (money AS bigint); CREATE CAST (money AS bigint) WITH INOUT",
        "money as bigint",
    ),
    _comment(_CAST, "CAST (pair AS integer)", "cast public.pair as integer"),
    _conversion("for_encoding", f"DROP CONVERSION v; {_CONVERSION.replace('LATIN2', 'LATIN3')}"),
    _conversion(
        "to_encoding",
        "DROP CONVERSION v; CREATE CONVERSION v FOR 'UTF8' TO 'LATIN3' FROM utf8_to_iso8859;",
        "CREATE CONVERSION v FOR 'UTF8' TO 'LATIN2' FROM utf8_to_iso8859;",
    ),
    _conversion("function", "UPDATE pg_conversion SET conproc = 'utf8_to_iso8859'::regproc WHERE conname = 'v'"),
    _conversion("default", f"DROP CONVERSION v; {_CONVERSION.replace('CREATE', 'CREATE DEFAULT')}"),
    AttributeCase(
        Kind.OWNER,
        "owner",
        f"{_OWNER} {_CONVERSION}",
        "ALTER CONVERSION v OWNER TO environment_anna",
        "conversion public.v",
    ),
    _comment(_CONVERSION, "CONVERSION v", "conversion public.v"),
    AttributeCase(Kind.ACCESS_METHOD, "type", _METHOD, "UPDATE pg_am SET amtype = 't' WHERE amname = 'm'", "m"),
    AttributeCase(
        Kind.ACCESS_METHOD,
        "handler",
        _METHOD,
        "DROP ACCESS METHOD m; CREATE ACCESS METHOD m TYPE INDEX HANDLER hashhandler",
        "m",
    ),
    _comment(_METHOD, "ACCESS METHOD m", "access method m"),
)
