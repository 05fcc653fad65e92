"""Domains, composite types, range types, base types, collations."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_ADDRESS = "CREATE TYPE address AS (street text, zip varchar(5));"
_DOMAIN = "CREATE DOMAIN d AS text CONSTRAINT c CHECK (VALUE <> 'a');"
# The functions that a base type `b` may have, each twice.
_FUNCTIONS = "".join(
    f"CREATE FUNCTION b_{name}({arguments}) RETURNS {result} LANGUAGE internal IMMUTABLE STRICT AS '{builtin}';"
    for name, arguments, result, builtin in (
        ("in", "cstring", "b", "int4in"),
        ("in2", "cstring", "b", "int4in"),
        ("out", "b", "cstring", "int4out"),
        ("out2", "b", "cstring", "int4out"),
        ("receive", "internal", "b", "int4recv"),
        ("send", "b", "bytea", "int4send"),
        ("canonical", "b", "b", "int4range_canonical"),
    )
)
_OWNER = """
DO $$ BEGIN CREATE ROLE types_anna; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
"""


def _base(options: str = "", input_: str = "b_in", output: str = "b_out", length: str = "4") -> str:
    more = f", {options}" if options else ""
    return f"""CREATE TYPE b; {_FUNCTIONS}
        CREATE TYPE b (INPUT = {input_}, OUTPUT = {output}, INTERNALLENGTH = {length}{more});"""


def _domain(attribute: str, change: str, setup: str = _DOMAIN, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.DOMAIN, attribute, setup, change, "public.d", since)


def _constraint(setup: str, change: str) -> AttributeCase:
    return AttributeCase(Kind.DOMAIN_CONSTRAINT, "definition", setup, change, "public.d/c")


def _composite(change: str) -> AttributeCase:
    return AttributeCase(Kind.COMPOSITE_TYPE, "columns", _ADDRESS, change, "public.address")


def _range(attribute: str, before: str, after: str, since: int = 13) -> AttributeCase:
    made = "CREATE TYPE r AS RANGE ({});"
    return AttributeCase(
        Kind.RANGE_TYPE, attribute, made.format(before), f"DROP TYPE r; {made.format(after)}", "public.r", since
    )


def _recreated(attribute: str, before: str, after: str) -> AttributeCase:
    return AttributeCase(Kind.BASE_TYPE, attribute, before, f"DROP TYPE b CASCADE; {after}", "public.b")


def _altered(attribute: str, option: str, since: int = 13) -> AttributeCase:
    setup = _base(length="variable")
    return AttributeCase(Kind.BASE_TYPE, attribute, setup, f"ALTER TYPE b SET ({option})", "public.b", since)


def _collation(attribute: str, before: str, change: str, since: int = 13, until: int = 99) -> AttributeCase:
    return AttributeCase(Kind.COLLATION, attribute, f"CREATE COLLATION o ({before});", change, "public.o", since, until)


def _remade(attribute: str, before: str, after: str, since: int = 13, until: int = 99) -> AttributeCase:
    return _collation(attribute, before, f"DROP COLLATION o; CREATE COLLATION o ({after})", since, until)


def _facts(kind: Kind, setup: str, word: str, name: str, *, privileges: bool = True) -> tuple[AttributeCase, ...]:
    """Cases for the owner, the privileges and the comment of one object."""
    comment = f"COMMENT ON {word} {name} IS "
    setup = f"{_OWNER} {setup}"
    identity = f"{kind} public.{name}"
    granted = AttributeCase(
        Kind.PRIVILEGE, "privileges", setup, f"REVOKE ALL ON TYPE {name} FROM public", f"{identity} to public"
    )
    return (
        AttributeCase(Kind.OWNER, "owner", setup, f"ALTER {word} {name} OWNER TO types_anna", identity),
        AttributeCase(Kind.COMMENT, "text", f"{setup} {comment} 'one';", f"{comment} 'two'", identity),
        *((granted,) if privileges else ()),
    )


_ICU = "PROVIDER = icu, LOCALE = 'de'"
_NO_ICU = 17  # the embedded PostgreSQL 18 is built without it

CASES = (
    _domain("type", "DROP DOMAIN d; CREATE DOMAIN d AS varchar(30)", "CREATE DOMAIN d AS varchar(20);"),
    _domain("type", "DROP DOMAIN d; CREATE DOMAIN d AS text[]", "CREATE DOMAIN d AS text;"),
    _domain("not_null", "ALTER DOMAIN d SET NOT NULL"),
    _domain(
        "not_null_name", "ALTER DOMAIN d RENAME CONSTRAINT n TO m", "CREATE DOMAIN d AS text CONSTRAINT n NOT NULL;", 17
    ),
    _domain("default", "ALTER DOMAIN d SET DEFAULT 'x'"),
    _domain("collation", 'DROP DOMAIN d; CREATE DOMAIN d AS text COLLATE "C"', "CREATE DOMAIN d AS text;"),
    *_facts(Kind.DOMAIN, _DOMAIN, "DOMAIN", "d"),
    _constraint(_DOMAIN, "ALTER DOMAIN d DROP CONSTRAINT c; ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE <> 'b')"),
    _constraint(
        "CREATE DOMAIN d AS text; ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE <> 'a') NOT VALID;",
        "ALTER DOMAIN d VALIDATE CONSTRAINT c",
    ),
    AttributeCase(
        Kind.COMMENT,
        "text",
        f"{_DOMAIN} COMMENT ON CONSTRAINT c ON DOMAIN d IS 'one';",
        "COMMENT ON CONSTRAINT c ON DOMAIN d IS 'two'",
        "domain constraint public.d/c",
    ),
    AttributeCase(
        Kind.COMMENT,
        "text",
        "CREATE DOMAIN d AS text CONSTRAINT n NOT NULL; COMMENT ON CONSTRAINT n ON DOMAIN d IS 'one';",
        "COMMENT ON CONSTRAINT n ON DOMAIN d IS 'two'",
        "domain constraint public.d/n",
        since=17,
    ),
    AttributeCase(
        Kind.COMMENT,
        "text",
        "CREATE TABLE t (a int CONSTRAINT n NOT NULL); COMMENT ON CONSTRAINT n ON t IS 'one';",
        "COMMENT ON CONSTRAINT n ON t IS 'two'",
        "constraint public.t/n",
        since=18,
    ),
    _composite("ALTER TYPE address ADD ATTRIBUTE country text"),
    _composite("ALTER TYPE address DROP ATTRIBUTE zip"),
    _composite("ALTER TYPE address ALTER ATTRIBUTE zip TYPE varchar(6)"),
    _composite('ALTER TYPE address ALTER ATTRIBUTE street TYPE text COLLATE "C"'),
    _composite("ALTER TYPE address RENAME ATTRIBUTE zip TO code"),
    _composite("DROP TYPE address; CREATE TYPE address AS (zip varchar(5), street text)"),
    *_facts(Kind.COMPOSITE_TYPE, _ADDRESS, "TYPE", "address"),
    _range("subtype", "SUBTYPE = text", "SUBTYPE = varchar"),
    _range("operator_class", "SUBTYPE = text", "SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops"),
    _range("collation", "SUBTYPE = text", 'SUBTYPE = text, COLLATION = "C"'),
    _range("subtype_difference", "SUBTYPE = float8", "SUBTYPE = float8, SUBTYPE_DIFF = float8mi"),
    _range("multirange", "SUBTYPE = int4", "SUBTYPE = int4, MULTIRANGE_TYPE_NAME = many", since=14),
    AttributeCase(
        Kind.RANGE_TYPE,
        "canonical",
        f"CREATE TYPE b; {_FUNCTIONS} CREATE TYPE b AS RANGE (SUBTYPE = int4);",
        f"""DROP TYPE b CASCADE; CREATE TYPE b; {_FUNCTIONS}
        CREATE TYPE b AS RANGE (SUBTYPE = int4, CANONICAL = b_canonical)""",
        "public.b",
    ),
    *_facts(Kind.RANGE_TYPE, "CREATE TYPE r AS RANGE (SUBTYPE = int4);", "TYPE", "r"),
    _recreated("input", _base(), _base(input_="b_in2")),
    _recreated("output", _base(), _base(output="b_out2")),
    _altered("receive", "RECEIVE = b_receive"),
    _altered("send", "SEND = b_send"),
    _altered("modifier_input", "TYPMOD_IN = varchartypmodin"),
    _altered("modifier_output", "TYPMOD_OUT = varchartypmodout"),
    _altered("analyze", "ANALYZE = array_typanalyze"),
    _altered("subscript", "SUBSCRIPT = jsonb_subscript_handler", since=14),
    _recreated("length", _base(), _base(length="8")),
    _recreated("by_value", _base(), _base("PASSEDBYVALUE")),
    _recreated("alignment", _base(), _base("ALIGNMENT = char")),
    _altered("storage", "STORAGE = main"),
    _recreated("category", _base(), _base("CATEGORY = 'Z'")),
    _recreated("preferred", _base(), _base("PREFERRED = true")),
    _recreated("default", _base("DEFAULT = '1'"), _base("DEFAULT = '2'")),
    _recreated("element", _base("ELEMENT = int4", length="8"), _base("ELEMENT = float4", length="8")),
    _recreated("delimiter", _base(), _base("DELIMITER = ':'")),
    _recreated("collatable", _base(), _base("COLLATABLE = true")),
    *_facts(Kind.BASE_TYPE, _base(), "TYPE", "b"),
    _collation(
        "provider",
        "PROVIDER = builtin, LOCALE = 'C'",
        "UPDATE pg_collation SET collprovider = 'i' WHERE collname = 'o'",
        since=17,
    ),
    _collation(
        "deterministic", "LOCALE = 'C'", "UPDATE pg_collation SET collisdeterministic = false WHERE collname = 'o'"
    ),
    _remade("deterministic", _ICU, f"{_ICU}, DETERMINISTIC = false", until=_NO_ICU),
    _remade("collate", "LOCALE = 'C'", "LC_COLLATE = 'POSIX', LC_CTYPE = 'C'"),
    _remade("ctype", "LOCALE = 'C'", "LC_COLLATE = 'C', LC_CTYPE = 'POSIX'"),
    _remade("locale", "PROVIDER = builtin, LOCALE = 'C'", "PROVIDER = builtin, LOCALE = 'C.UTF-8'", since=17),
    _remade("locale", _ICU, "PROVIDER = icu, LOCALE = 'fr'", until=_NO_ICU),
    _remade("rules", _ICU, f"{_ICU}, RULES = '&a < g'", since=16, until=_NO_ICU),
    _collation(
        "rules", "LOCALE = 'C'", "UPDATE pg_collation SET collicurules = '&a < g' WHERE collname = 'o'", since=16
    ),
    *_facts(Kind.COLLATION, 'CREATE COLLATION o FROM "C";', "COLLATION", "o", privileges=False),
)
