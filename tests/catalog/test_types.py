"""Types, collations, text search, casts and the like: what is read, what not, and what must not show."""

import pytest

from sync.catalog import Scope
from sync.model import Catalog, Kind
from tests.catalog.test_restoring import restored
from tests.support.catalogs import between, read, shown
from tests.support.servers import Databases, execute

ONE_OF_EACH = """
CREATE DOMAIN d AS varchar(20) COLLATE "C" DEFAULT 'x' NOT NULL CONSTRAINT c CHECK (VALUE IN ('a', 'b'));
CREATE DOMAIN over AS d;
CREATE TYPE "Pair" AS (a text COLLATE "C", "B" d, c numeric(4, 2)[]);
CREATE TYPE nothing AS ();
CREATE TYPE span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
CREATE TYPE word_range AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops, COLLATION = "C");
CREATE TYPE shell;
CREATE TYPE b;
CREATE FUNCTION b_in(cstring) RETURNS b LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION b_out(b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE b (INPUT = b_in, OUTPUT = b_out, INTERNALLENGTH = 8, ELEMENT = int4, DEFAULT = '5');
CREATE COLLATION o (LOCALE = 'C');
CREATE FUNCTION handle() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE LANGUAGE l HANDLER handle;
CREATE CAST ("Pair" AS text) WITH INOUT;
CREATE CONVERSION v FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE TRANSFORM FOR "Pair" LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
CREATE ACCESS METHOD m TYPE INDEX HANDLER bthandler;
CREATE TEXT SEARCH PARSER p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE t (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY td (TEMPLATE = snowball, Language = english, StopWords = english);
CREATE TEXT SEARCH CONFIGURATION tc (COPY = english);
ALTER TEXT SEARCH CONFIGURATION tc ALTER MAPPING FOR word, asciiword WITH td, simple;
"""
COMMENTS = """
COMMENT ON DOMAIN d IS 'a'; COMMENT ON CONSTRAINT c ON DOMAIN d IS 'a'; COMMENT ON TYPE "Pair" IS 'a';
COMMENT ON COLUMN "Pair"."B" IS 'a'; COMMENT ON CAST ("Pair" AS text) IS 'a'; COMMENT ON TYPE shell IS 'a';
"""
NAMES = {
    ("domain", "public.d"),
    ("domain constraint", "public.d/c"),
    ("domain", "public.over"),
    ("composite type", 'public."Pair"'),
    ("composite type", "public.nothing"),
    ("range type", "public.span"),
    ("range type", "public.word_range"),
    ("base type", "public.shell"),
    ("base type", "public.b"),
    ("function", "public.handle()"),
    ("function", "public.b_in(cstring)"),
    ("function", "public.b_out(public.b)"),
    ("collation", "public.o"),
    ("language", "l"),
    ("cast", 'public."Pair" as text'),
    ("conversion", "public.v"),
    ("transform", 'for public."Pair" language sql'),
    ("access method", "m"),
    ("text search parser", "public.p"),
    ("text search template", "public.t"),
    ("text search dictionary", "public.td"),
    ("text search configuration", "public.tc"),
    ("comment", "domain public.d"),
    ("comment", "domain constraint public.d/c"),
    ("comment", 'composite type public."Pair"'),
    ("comment", 'column public."Pair"/"B"'),
    ("comment", 'cast public."Pair" as text'),
    ("comment", "base type public.shell"),
}
IN_NO_SCHEMA = {Kind.EXTENSION, Kind.LANGUAGE, Kind.CAST, Kind.TRANSFORM, Kind.ACCESS_METHOD}


def value(catalog: Catalog, kind: Kind, name: str, attribute: str) -> object:
    """One attribute of the object of that name."""
    (found,) = (one for identity, one in catalog.objects.items() if (identity.kind, str(identity)) == (kind, name))
    return dict(found.attributes())[attribute]


def test_added_and_removed(each_databases: Databases) -> None:
    a, b = each_databases.fresh(), each_databases.fresh(ONE_OF_EACH + COMMENTS)
    assert shown(between(a, b)) == {("added", kind, name, ()) for kind, name in NAMES}
    assert shown(between(b, a)) == {("removed", kind, name, ()) for kind, name in NAMES}
    assert read(each_databases.fresh(ONE_OF_EACH)).diagnostics == ()


def test_what_is_in_no_schema_is_read_only_with_all_schemas(databases: Databases) -> None:
    database = databases.fresh(f"CREATE EXTENSION citext; {ONE_OF_EACH}")
    assert {identity.kind for identity in read(database).objects} >= IN_NO_SCHEMA
    objects = read(database, Scope(schemas=frozenset({"public"}))).objects
    assert not IN_NO_SCHEMA & {one for identity in objects for one in (identity.kind, identity.of)}
    assert Kind.DOMAIN in {identity.kind for identity in objects}


def test_twins_and_a_restored_dump_are_equal(each_databases: Databases) -> None:
    a, b = each_databases.fresh(ONE_OF_EACH + COMMENTS), each_databases.fresh(ONE_OF_EACH + COMMENTS)
    assert between(a, b) == ()
    assert between(a, restored(a, each_databases.fresh(), each_databases.server)) == ()


@pytest.mark.major(15)
def test_two_major_versions_say_the_same(databases: Databases, databases_15: Databases) -> None:
    objects = shown(between(databases_15.fresh(ONE_OF_EACH), databases.fresh(ONE_OF_EACH)))
    kinds = {kind for kind, _ in NAMES}
    assert {one for one in objects if one[1] in kinds} == set()


def test_members_of_an_extension_are_its_own(each_databases: Databases) -> None:
    database = each_databases.fresh("CREATE EXTENSION citext; CREATE EXTENSION unaccent;")
    assert shown(between(each_databases.fresh(), database)) == {
        ("added", "extension", "citext", ()),
        ("added", "extension", "unaccent", ()),
    }


@pytest.mark.since(17)
@pytest.mark.parametrize("name", ["d_not_null", "d_not_null1", "other_not_null"])
def test_a_name_of_a_not_null_constraint_that_postgresql_may_have_chosen_is_noise(
    databases: Databases, name: str
) -> None:
    a = databases.fresh("CREATE DOMAIN d AS int NOT NULL; CREATE TABLE t (a d, b int NOT NULL)")
    b = f"CREATE DOMAIN d AS int CONSTRAINT {name} NOT NULL; CREATE TABLE t (a d, b int CONSTRAINT {name} NOT NULL)"
    assert between(a, databases.fresh(b)) == ()


def test_a_multirange_type_is_named_when_it_has_another_name(databases: Databases) -> None:
    database = databases.fresh("""
        CREATE SCHEMA shop;
        CREATE TYPE plain AS RANGE (SUBTYPE = int4); CREATE TYPE "a-ranger" AS RANGE (SUBTYPE = int4);
        CREATE TYPE t123456789_123456789_123456789_123456789_123456789_123456789_ AS RANGE (SUBTYPE = int4);
        CREATE TYPE own AS RANGE (SUBTYPE = int4, MULTIRANGE_TYPE_NAME = shop."Own");
        CREATE TYPE moved AS RANGE (SUBTYPE = int4); ALTER TYPE moved RENAME TO renamed;
    """)
    found = {
        identity.name: value(read(database), Kind.RANGE_TYPE, str(identity), "multirange")
        for identity in read(database).objects
        if identity.kind is Kind.RANGE_TYPE
    }
    assert {name: text for name, text in found.items() if text is not None} == {
        "own": 'shop."Own"',
        "renamed": "public.moved_multirange",
    }
    assert len(found) == 5


def test_the_order_of_a_dictionarys_options_and_a_configurations_mappings_is_noise(each_databases: Databases) -> None:
    made = "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, {});"
    mapped = 'CREATE TEXT SEARCH CONFIGURATION c (PARSER = "default");'
    mapping = "ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR {} WITH simple;"
    a = each_databases.fresh(
        made.format("Language = english, StopWords = english") + mapped + mapping.format("word, url")
    )
    b = each_databases.fresh(
        made.format("Language = english, StopWords = english")
        + "ALTER TEXT SEARCH DICTIONARY d (Language = english);"
        + mapped
        + mapping.format("url")
        + mapping.format("word")
    )
    assert between(a, b) == ()


def test_options_of_a_dictionary_are_taken_apart_as_postgresql_wrote_them(each_databases: Databases) -> None:
    database = each_databases.fresh(r"""
        CREATE TEXT SEARCH TEMPLATE any_options (INIT = prsd_lextype, LEXIZE = dsimple_lexize);
        CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = any_options, "Od, d = 'x'" = 'it''s, a = b', path = 'c:\n''',
            number = 12, wide = -1.5, empty = '');
    """)
    assert value(read(database), Kind.TEXT_SEARCH_DICTIONARY, "public.d", "options") == (
        "\"Od, d = 'x'\"='it''s, a = b'",
        "empty=''",
        "number=12",
        r"path=E'c:\\n'''",
        "wide=-1.5",
    )


def test_a_shell_type_that_was_filled(each_databases: Databases) -> None:
    shell = "CREATE TYPE b;"
    functions = "".join(line for line in ONE_OF_EACH.splitlines() if line.startswith("CREATE FUNCTION b_"))
    a, b = each_databases.fresh(shell + functions), each_databases.fresh(shell + functions)
    execute(b, "CREATE TYPE b (INPUT = b_in, OUTPUT = b_out)")
    ((_, kind, identity, attributes),) = shown(between(a, b))
    assert (kind, identity) == ("base type", "public.b")
    assert set(attributes) >= {"input", "output"}
