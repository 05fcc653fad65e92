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
CREATE DOMAIN d AS int CHECK (VALUE > 0);
CREATE TYPE ct AS (x int);
CREATE TYPE rt AS RANGE (SUBTYPE = int);
CREATE TYPE bt;
CREATE COLLATION co FROM "C";
CREATE EXTENSION citext;
CREATE LANGUAGE l HANDLER plpgsql_call_handler;
CREATE CAST (mood AS ct) WITH INOUT;
CREATE CONVERSION cv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
CREATE ACCESS METHOD am TYPE INDEX HANDLER bthandler;
CREATE TEXT SEARCH CONFIGURATION tc (PARSER = "default");
CREATE TEXT SEARCH DICTIONARY td (TEMPLATE = simple);
CREATE TEXT SEARCH PARSER tp (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE tt (LEXIZE = dsimple_lexize);
CREATE AGGREGATE ag(int) (SFUNC = int4pl, STYPE = int);
CREATE OPERATOR <<>> (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int);
CREATE OPERATOR CLASS oc FOR TYPE int USING btree AS FUNCTION 1 btint4cmp(int, int);
CREATE RULE ru AS ON DELETE TO t DO ALSO NOTHING;
CREATE FUNCTION ev() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER ev ON ddl_command_end EXECUTE FUNCTION ev();
CREATE STATISTICS st ON id, x FROM t;
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER w FOREIGN DATA WRAPPER w;
CREATE USER MAPPING FOR public SERVER w;
CREATE PUBLICATION pub FOR TABLE t;
CREATE SUBSCRIPTION sub CONNECTION 'dbname=x' PUBLICATION pub WITH (connect = false, slot_name = NONE);
GRANT SELECT ON t TO PUBLIC;
COMMENT ON TABLE t IS 'x';
ALTER TABLE t OWNER TO pg_monitor;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
SET allow_system_table_mods = on;
INSERT INTO pg_seclabel VALUES ('t'::regclass, 'pg_class'::regclass, 0, 'p', 'secret');
"""
KEPT = {
    "table": {"public.t", "public.t/x", "public.t/c"},
    "column": {"public.t/x"},
    "constraint": {"public.t/c"},
    "function": {"public.f()", "public.r()", "public.ev()"},
    "procedure": {"public.r()"},
    "trigger": {"public.t/g"},
    "index": {"public.t/i"},
    "policy": {"public.t/p", "public.t"},
    "view": {"public.v", "public.m"},
    "sequence": {"public.s"},
    "type": {"public.mood", "public.d", "public.d/d_check", "public.ct", "public.rt", "public.bt"},
    "enum": {"public.mood"},
    "domain": {"public.d", "public.d/d_check"},
    "collation": {"public.co"},
    "schema": {"shop"},
    "extension": {"citext"},
    "language": {"l"},
    "cast": {"public.mood as public.ct"},
    "conversion": {"public.cv"},
    "transform": {"for integer language sql"},
    "access-method": {"am"},
    "text-search": {"public.tc", "public.td", "public.tp", "public.tt"},
    "aggregate": {"public.ag(integer)"},
    "operator": {"public.<<>>(integer, integer)", "public.oc using btree"},
    "rule": {"public.t/ru"},
    "event-trigger": {"ev"},
    "statistics": {"public.st"},
    "foreign-data-wrapper": {"w"},
    "server": {"w", "w/public"},
    "user-mapping": {"w/public"},
    "publication": {"pub", "public.t/pub"},
    "subscription": {"sub"},
    "role": set(),
    "owner": {"table public.t"},
    "privilege": {"table public.t to public", "of postgres on functions to public"},
    "default-privilege": {"of postgres on functions to public"},
    "comment": {"table public.t"},
    "security-label": {"table public.t by p"},
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
        ("types", "type"),
        ("access methods", "access-method"),
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
    with pytest.raises(SourceError, match=r'^"xyzzy" is not a kind of object: there are: table, column, '):
        kind_word("xyzzy")
