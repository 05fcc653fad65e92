"""What may have been renamed is asked, and what is answered keeps its rows."""

import random
import time
from collections.abc import Iterator, Sequence

import pytest

from sync.catalog import Scope
from sync.catalog.across import comparable
from sync.compare import Difference, compare
from sync.errors import PlanError
from sync.model import Catalog, Identity, Kind
from sync.model.objects import Index
from sync.plan.renames import Rename, Suspicion, answered, suspected
from sync.plan.renames.statements import renaming
from sync.plan.whole import Whole
from sync.planning import Wanted, plan
from sync.postgres.database import Database
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support import musicbrainz
from tests.support.catalogs import between, read
from tests.support.servers import EMBEDDED_MAJOR, Databases, Servers, execute, rows

_WITH_DEPENDENCIES = Scope(dependencies=True)
_SECONDS = 0.2


def _both(a: Database, b: Database) -> tuple[Catalog, Catalog, tuple[Difference, ...]]:
    left, right = comparable(read(a, _WITH_DEPENDENCIES), read(b, _WITH_DEPENDENCIES))
    return left, right, compare(left, right)


def suspicions(a: Database, b: Database) -> tuple[Suspicion, ...]:
    """What may have been renamed."""
    return suspected(*_both(a, b))


def renames(a: Database, b: Database, *options: str) -> tuple[Rename, ...]:
    """What the answers mean."""
    return answered(options, read(a), read(b))


def rename(a: Database, found: Sequence[Rename]) -> None:
    """Run the statements."""
    with connect(a, autocommit=True) as connection:
        for statement in (one for rename in found for one in rename.statements):
            connection.execute(statement.encode())


def asked(a: Database, b: Database) -> list[tuple[str, bool]]:
    """The answers that are asked for, and whether each is one of several."""
    return [(one.option, one.ambiguous) for one in suspicions(a, b)]


def taken(a: Database, b: Database) -> None:
    """Answer yes to every question, each alone too, and see that nothing is left to make again."""
    found = suspicions(a, b)
    left, right, _ = _both(a, b)
    for one in found:
        (alone,) = answered([one.option], left, right)
        assert (alone.old, alone.new, alone.value) == (one.old, one.new, one.value)
    rename(a, answered([one.option for one in found], left, right))
    assert suspicions(a, b) == ()


_FUNCTION = "CREATE FUNCTION f() RETURNS {} LANGUAGE plpgsql AS 'BEGIN END';"
_ON = "CREATE TABLE t (a integer PRIMARY KEY, b text, c text);"
_PARSER = "(START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)"
_WRAPPER = "CREATE FOREIGN DATA WRAPPER HERE;"
_INPUT_AND_OUTPUT = """
CREATE TYPE NAME; CREATE FUNCTION i(cstring) RETURNS NAME IMMUTABLE STRICT LANGUAGE internal AS 'int4in';
CREATE FUNCTION o(NAME) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'int4out';
"""
# What makes one of a kind, called NAME, in a schema of its own, called HERE, and what is there before.
_OF_EACH_KIND = {
    Kind.SCHEMA: (
        "CREATE SCHEMA NAME; CREATE TABLE NAME.t (a integer); CREATE VIEW NAME.v AS TABLE NAME.t",
        "",
    ),
    Kind.LANGUAGE: ("CREATE LANGUAGE NAME HANDLER plpgsql_call_handler", ""),
    Kind.EVENT_TRIGGER: (
        "CREATE EVENT TRIGGER NAME ON sql_drop EXECUTE FUNCTION f()",
        _FUNCTION.format("event_trigger"),
    ),
    Kind.FOREIGN_DATA_WRAPPER: ("CREATE FOREIGN DATA WRAPPER NAME OPTIONS (a 'b')", ""),
    Kind.SERVER: ("CREATE SERVER NAME FOREIGN DATA WRAPPER HERE OPTIONS (a 'b')", _WRAPPER),
    Kind.PUBLICATION: ("CREATE PUBLICATION NAME", ""),
    Kind.SUBSCRIPTION: (
        "CREATE SUBSCRIPTION NAME CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE)",
        "",
    ),
    Kind.ENUM: ("CREATE TYPE NAME AS ENUM ('a', 'b')", ""),
    Kind.DOMAIN: ("CREATE DOMAIN NAME AS integer CONSTRAINT k CHECK (VALUE > 0)", ""),
    Kind.DOMAIN_CONSTRAINT: ("ALTER DOMAIN d ADD CONSTRAINT NAME CHECK (VALUE > 0)", "CREATE DOMAIN d AS integer;"),
    Kind.COMPOSITE_TYPE: ("CREATE TYPE NAME AS (a integer, b text)", ""),
    Kind.RANGE_TYPE: ("CREATE TYPE NAME AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi)", ""),
    Kind.BASE_TYPE: (f"{_INPUT_AND_OUTPUT} CREATE TYPE NAME (INPUT = i, OUTPUT = o, LIKE = integer)", ""),
    Kind.COLLATION: ('CREATE COLLATION NAME FROM "C"', ""),
    Kind.SEQUENCE: ("CREATE SEQUENCE NAME INCREMENT 5", ""),
    Kind.TABLE: ("CREATE TABLE NAME (a integer, b text)", ""),
    Kind.FOREIGN_TABLE: (
        "CREATE FOREIGN TABLE NAME (a integer, b text) SERVER HERE",
        f"{_WRAPPER} CREATE SERVER HERE FOREIGN DATA WRAPPER HERE;",
    ),
    Kind.VIEW: ("CREATE VIEW NAME AS SELECT 1 AS one", ""),
    Kind.MATERIALIZED_VIEW: ("CREATE MATERIALIZED VIEW NAME AS SELECT 1 AS one", ""),
    Kind.COLUMN: ("ALTER TABLE t ADD NAME integer", _ON),
    Kind.CONSTRAINT: ("ALTER TABLE t ADD CONSTRAINT NAME CHECK (a > 1)", _ON),
    Kind.INDEX: ("CREATE INDEX NAME ON t (b)", _ON),
    Kind.STATISTICS: ("CREATE STATISTICS NAME ON b, c FROM t", _ON),
    Kind.RULE: ("CREATE RULE NAME AS ON DELETE TO t DO ALSO NOTHING", _ON),
    Kind.POLICY: ("CREATE POLICY NAME ON t USING (a > 1)", _ON),
    Kind.TRIGGER: (
        "CREATE TRIGGER NAME BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
        _ON + _FUNCTION.format("trigger"),
    ),
    Kind.FUNCTION: (
        "CREATE FUNCTION NAME(a integer) RETURNS integer LANGUAGE plpgsql AS $b$ BEGIN RETURN NAME(a - 1); END $b$",
        "",
    ),
    Kind.PROCEDURE: ("CREATE PROCEDURE NAME(a integer) LANGUAGE sql AS 'SELECT 1'", ""),
    Kind.AGGREGATE: ("CREATE AGGREGATE NAME(integer) (SFUNC = int4pl, STYPE = integer)", ""),
    Kind.OPERATOR_CLASS: (
        "CREATE OPERATOR CLASS NAME FOR TYPE integer USING hash FAMILY y AS STORAGE integer",
        "CREATE OPERATOR FAMILY y USING hash;",
    ),
    Kind.OPERATOR_FAMILY: ("CREATE OPERATOR FAMILY NAME USING hash", ""),
    Kind.CONVERSION: ("CREATE CONVERSION NAME FOR 'LATIN2' TO 'UTF8' FROM iso8859_to_utf8", ""),
    Kind.TEXT_SEARCH_CONFIGURATION: ('CREATE TEXT SEARCH CONFIGURATION NAME (PARSER = "default")', ""),
    Kind.TEXT_SEARCH_DICTIONARY: ("CREATE TEXT SEARCH DICTIONARY NAME (TEMPLATE = simple)", ""),
    Kind.TEXT_SEARCH_PARSER: (f"CREATE TEXT SEARCH PARSER NAME {_PARSER}", ""),
    Kind.TEXT_SEARCH_TEMPLATE: ("CREATE TEXT SEARCH TEMPLATE NAME (LEXIZE = dsimple_lexize)", ""),
}
_NAMES = (("things", "thing"), ('"A.b ""=/ ü"', '"A.b ""=/ ü, it\'s"'))


def _one_of_each(name: str) -> str:
    made = ""
    for kind, (statement, setup) in _OF_EACH_KIND.items():
        here = f"of_{kind.replace(' ', '_')}"
        text = f"CREATE SCHEMA HERE; SET search_path = HERE; {setup} {statement};".replace("HERE", here)
        made += text.replace("NAME", name)
    return made


@pytest.mark.parametrize("names", _NAMES, ids=["plain", "hostile"])
def test_each_kind(each_databases: Databases, names: tuple[str, str]) -> None:
    a, b = (each_databases.fresh(_one_of_each(name)) for name in names)
    found = suspicions(a, b)
    assert sorted(one.old.kind for one in found) == sorted(_OF_EACH_KIND)
    assert {names[0] in one.question.replace("'\"'\"'", "'") for one in found} == {True}
    assert not any(one.ambiguous for one in found)
    taken(a, b)
    assert [one for one in between(a, b) if one.identity.kind is not Kind.FUNCTION] == []
    assert {name for one in between(a, b) for name in [change.name for change in one.attributes]} == {"body"}


_SHOP = """
CREATE TYPE state AS ENUM ('new', 'paid'); CREATE TYPE size AS (width integer, height integer);
CREATE TABLE orders (id serial PRIMARY KEY, total integer CHECK (total > 0), status state, size size);
CREATE INDEX of_status ON orders (status); CREATE VIEW totals AS SELECT id, total, status FROM orders;
CREATE VIEW paid AS SELECT id FROM totals WHERE status = 'paid';
CREATE FUNCTION total(orders) RETURNS integer LANGUAGE sql AS 'SELECT $1.total';
ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON orders USING (total > 1);
"""
_ROWS = "INSERT INTO orders (total, status, size) VALUES (1, 'new', (2, 3))"


def test_what_belongs_together_is_told_once(each_databases: Databases) -> None:
    a = each_databases.fresh(_SHOP)
    changed = {
        "orders": "purchases",
        "total integer": "sum integer",
        "(total >": "(sum >",
        "id, total,": "id, sum AS total,",
        "total(": "sum(",
        "$1.total": "$1.sum",
        "VIEW paid": "VIEW settled",
        "'new'": "'fresh'",
        "width": "length",
    }
    text = _SHOP
    for old, new in changed.items():
        text = text.replace(old, new)
    b = each_databases.fresh(text)
    execute(a, _ROWS)
    assert asked(a, b) == [
        ("public.orders=public.purchases", False),
        ("public.orders/total=public.purchases/sum", False),
        ("public.orders_id_seq=public.purchases_id_seq", False),
        ("public.state/new=fresh", False),
        ("public.size/width=length", False),
        ("public.paid=public.settled", False),
        ("public.total(public.orders)=public.sum(public.purchases)", False),
        ("public.orders/orders_pkey=public.purchases/purchases_pkey", False),
        ("public.orders/orders_total_check=public.purchases/purchases_sum_check", False),
    ]
    taken(a, b)
    assert rows(a, "SELECT id, sum, status::text, (size).length FROM purchases") == [(1, 1, "fresh", 2)]


def test_nothing_is_suspected_of_what_is_not_alike(databases: Databases) -> None:
    a = databases.fresh("""
        CREATE TABLE one (id integer); CREATE TABLE many (id integer, name text, at date, size integer);
        CREATE SEQUENCE s; CREATE TYPE e AS ENUM ('a', 'b'); CREATE SCHEMA empty; CREATE VIEW v AS SELECT 1 AS one;
        CREATE TABLE t (id integer, a integer); CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    """)
    b = databases.fresh("""
        CREATE TABLE other (id integer); CREATE TABLE few (id integer, name text, colour text, day date);
        CREATE SEQUENCE x; CREATE TYPE k AS ENUM ('a', 'c'); CREATE SCHEMA void; CREATE VIEW w AS SELECT 2 AS one;
        CREATE TABLE t (id integer, b text); CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'SELECT 2';
    """)
    assert asked(a, b) == []
    assert asked(b, a) == []


def test_what_is_alike_but_not_the_same(databases: Databases) -> None:
    a = databases.fresh("CREATE TABLE carts (id integer, customer uuid, opened date, note text)")
    b = databases.fresh("CREATE TABLE baskets (id integer, customer uuid, opened date, closed date)")
    (found,) = suspicions(a, b)
    assert found.question == (
        "table public.carts may have become public.baskets (3 of 4 columns alike): "
        "--rename public.carts=public.baskets keeps its rows"
    )


def test_each_of_several_is_told(databases: Databases) -> None:
    a = databases.fresh("CREATE TABLE orders (id integer, total integer)")
    b = databases.fresh("CREATE TABLE sales (id integer, total integer); CREATE TABLE cards (LIKE sales)")
    assert asked(a, b) == [("public.orders=public.cards", True), ("public.orders=public.sales", True)]
    assert "(2 of 2 columns alike, and not the only one)" in suspicions(a, b)[0].question


def test_the_position_tells_columns_apart(databases: Databases) -> None:
    a = databases.fresh("CREATE TABLE t (id integer, a text, b text, c text)")
    b = databases.fresh("CREATE TABLE t (id integer, x text, b text, y text)")
    assert asked(a, b) == [("public.t/a=x", False), ("public.t/c=y", False)]


def test_partitions_follow_their_parents(each_databases: Databases) -> None:
    made = """
        CREATE TABLE p (a integer, NAME text CONSTRAINT NAME CHECK (NAME <> '')) PARTITION BY RANGE (a);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER NAME BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();
    """
    a, b = (each_databases.fresh(made.replace("NAME", name)) for name in ("old", "new"))
    found = suspicions(a, b)
    assert [(one.old.kind, one.old.relation) for one in found] == [
        (Kind.COLUMN, "p"),
        (Kind.TRIGGER, "p"),
        (Kind.CONSTRAINT, "p"),
    ]
    assert [one.option.partition(" ")[0] for one in found] == ["column", "trigger", "constraint"]
    taken(a, b)
    assert between(a, b) == ()


_SALES = """
CREATE SCHEMA sales; CREATE TABLE sales.orders (id serial PRIMARY KEY, total integer);
CREATE TYPE sales.state AS ENUM ('new', 'paid'); CREATE TABLE public.kept (a integer, b integer);
"""
_MOVED = """
CREATE SCHEMA shop; CREATE TABLE shop.purchases (id serial PRIMARY KEY, sum integer);
CREATE TYPE shop.condition AS ENUM ('fresh', 'paid'); CREATE TABLE public.kept (a integer, b integer);
ALTER SEQUENCE shop.purchases_id_seq RENAME TO numbers;
"""


_ANSWERS = {
    "all by A's names": (
        *("sales=shop", "sales.orders=purchases", "sales.orders.total=sum", "sales.orders_id_seq=numbers"),
        *("sales.state=condition", "sales.state/new=fresh"),
    ),
    "all by B's names": (
        *("shop.purchases.total = sum", "shop.orders=shop.purchases", "sequence shop.orders_id_seq=shop.numbers"),
        *("value shop.condition.'new'='fresh'", "enum sales.state=condition", "sales=shop"),
    ),
    "to another schema": (
        *("sales.orders=shop.purchases", "sales.orders/total=shop.purchases.sum", "sales.state.new=fresh"),
        *("sales.state=shop.condition", "sales.orders_id_seq=shop.numbers"),
    ),
}


@pytest.mark.parametrize("options", _ANSWERS.values(), ids=_ANSWERS)
def test_several_that_belong_together(each_databases: Databases, options: tuple[str, ...]) -> None:
    a, b = each_databases.fresh(_SALES), each_databases.fresh(_MOVED)
    execute(a, "INSERT INTO sales.orders (total) VALUES (5)")
    rename(a, renames(a, b, *options))
    gone = {(one.change.value, str(one.identity)) for one in between(a, b) if not one.cosmetic}
    assert gone <= {("removed", "sales")}
    assert rows(a, "INSERT INTO shop.purchases (sum) VALUES (6) RETURNING id, sum") == [(2, 6)]


@pytest.mark.parametrize("options", _ANSWERS.values(), ids=_ANSWERS)
def test_there_is_a_way_back(databases: Databases, options: tuple[str, ...]) -> None:
    a, b = databases.fresh(_SALES), databases.fresh(_MOVED)
    sides = LiveSource("a", a, None), LiveSource("b", b, None)
    with Scratch(databases.server) as scratch:
        found = plan(*sides, scratch, Wanted(reverse=True, renames=options))
    assert found.proven
    assert found.reverse is not None
    assert (found.reverse.refused, found.reverse.proven) == ("", True)


def test_a_name_goes_on_to_another(databases: Databases) -> None:
    a = databases.fresh("CREATE TABLE a (x integer); CREATE TABLE b (y integer)")
    b = databases.fresh("CREATE TABLE b (x integer); CREATE TABLE c (y integer)")
    rename(a, renames(a, b, "public.a=b", "public.b=c"))
    assert between(a, b) == ()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["public.kept"], "the rename public.kept cannot be read: write OLD=NEW"),
        (["public.order=x"], r"public\.order is not in .*: did you mean public\.orders\? "),
        (["public.orders=x"], r"x is not in .*"),
        (["public.orders=total"], r"public\.orders is a table and total .* view|total is not in"),
        (["public.orders=public.total"], r"public\.orders is a table and public\.total a view"),
        (["public.kept=fresh"], r"table public\.kept is in .* too: so it has not been renamed"),
        (["public.orders=kept"], r"table public\.kept is in .* already"),
        (["public.orders=fresh", "public.orders=fresher"], "cannot become table public.fresh and"),
        (["public.orders=fresh", "public.gone=fresh"], "cannot both become table public.fresh"),
        (["public.orders/id=public.kept/number"], "what is on a table stays on it"),
        (["public.kept.a=b", "public.kept.b=a"], "change names with each other: give one of them a third name"),
        (["public.kept.same=other"], "can mean 2 things: write column public.kept.same=other or trigger"),
        (["cast public.a=b"], "PostgreSQL cannot rename what is a cast"),
    ],
)
def test_what_is_no_rename_is_refused(refusing: tuple[Catalog, Catalog], options: list[str], message: str) -> None:
    with pytest.raises(PlanError, match=message):
        answered(options, *refusing)


@pytest.fixture(scope="module")
def refusing(servers: Servers) -> Iterator[tuple[Catalog, Catalog]]:
    """Two catalogs between which hardly anything can have been renamed."""
    databases = servers[EMBEDDED_MAJOR]
    both = f"{_FUNCTION.format('trigger')} CREATE TABLE kept (a integer, b integer"
    on = "CREATE TRIGGER NAME BEFORE INSERT ON kept FOR EACH ROW EXECUTE FUNCTION f();"
    a = databases.fresh(
        f"{both}, same integer); {on.replace('NAME', 'same')}"
        "CREATE TABLE orders (id integer); CREATE TABLE gone (id integer);"
    )
    b = databases.fresh(
        f"{both}, other integer, number integer); {on.replace('NAME', 'other')}"
        "CREATE TABLE fresh (id integer); CREATE TABLE fresher (id integer); CREATE VIEW total AS SELECT 1 AS one"
    )
    yield read(a), read(b)
    databases.drop()


def _renamed(full: Catalog, number: int) -> list[Identity]:
    """Statements that rename some tables, columns and indexes."""
    chosen = random.Random(4)  # noqa: S311 - the same ones each time, no secret
    known = Whole(full)
    of_kind = {
        Kind.TABLE: [one.identity for one in known.tables.values()],
        Kind.COLUMN: [one.identity for columns in known.columns.values() if len(columns) > 1 for one in columns],
        Kind.INDEX: [one.identity for one in known.of(Index)],
    }
    return [one for there in of_kind.values() for one in chosen.sample(sorted(there), number)]


def test_musicbrainz_with_thirty_renames(databases: Databases) -> None:
    template = databases.template("musicbrainz alone", musicbrainz.load)
    a, b = databases.fresh(template=template), databases.fresh(template=template)
    full = read(a)
    chosen = sorted(_renamed(full, 10), key=lambda of: of.kind is Kind.TABLE)
    with connect(b, autocommit=True) as connection:
        for number, of in enumerate(chosen):
            new = of._replace(name=f"renamed_{number}")
            for statement in renaming(of, new, None, of.schema, Whole(full)):
                connection.execute(statement.encode())
    left, right, differences = _both(a, b)
    start = time.perf_counter()
    found = suspected(left, right, differences)
    assert time.perf_counter() - start < _SECONDS
    assert [one.question for one in found if one.old not in chosen] == []
    assert {one.old for one in found if not one.ambiguous} == set(chosen)
    rename(a, answered([one.option for one in found], left, right))
    assert between(a, b) == ()
    left, right, differences = _both(databases.fresh(), a)
    start = time.perf_counter()
    assert suspected(left, right, differences) == ()
    assert time.perf_counter() - start < _SECONDS / 4


def test_time_does_not_grow_with_the_square(databases: Databases) -> None:
    tables = "; ".join(f"CREATE TABLE NAME_{n} (id integer, a_{n % 50} text, b_{n} date)" for n in range(125))
    a, b = (databases.fresh(tables.replace("NAME", name)) for name in ("old", "new"))
    left, right, differences = _both(a, b)
    start = time.perf_counter()
    found = suspected(left, right, differences)
    assert time.perf_counter() - start < _SECONDS
    assert [one.new.name for one in found] == [one.old.name.replace("old", "new") for one in found]
    assert len(found) == len(tables.split(";"))
