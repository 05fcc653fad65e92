"""What statements hide from those who approve them: it is found, or it is told that nobody can judge it."""

import pytest

from sync.catalog import Scope, read_catalog
from sync.catalog.across import comparable
from sync.compare import compare
from sync.model import Catalog
from sync.plan.change import changes
from sync.plan.effects.analyst import Analyst
from sync.plan.effects.effect import HazardKind
from sync.plan.online import online
from sync.plan.whole import Whole
from tests.support.servers import EMBEDDED_MAJOR, Databases, Servers

_SCHEMA = """
DO $$ BEGIN CREATE ROLE hidden_role; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
CREATE TABLE orders (id integer PRIMARY KEY, note text);
CREATE TABLE items (id integer REFERENCES orders, price numeric);
CREATE VIEW shown WITH (security_invoker) AS SELECT id FROM orders;
CREATE FUNCTION open() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION is_seen() RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION fires() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER audit BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION fires();
CREATE POLICY seen ON orders USING (is_seen()); ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE far (a integer) SERVER s;
"""
_LOSS, _WIDER, _OPEN = "data-loss", "access-widened", "protection-disabled"
_UNKNOWN, _REWRITE, _ALONE = "not-judged", "table-rewrite", "not-transactional"
_LOST, _LOST_TOO = (_LOSS, "deletes all rows of public.orders"), (_LOSS, "drops table public.orders and all its rows")
_NEVER, _END, _DROP = "DO $$ BEGIN IF 1 = 2 THEN", "END IF; END $$", "ALTER TABLE orders DROP note"
_GAINED = (_WIDER, "everybody gains SELECT on public.orders")


@pytest.fixture(scope="module")
def shop(servers: Servers) -> Catalog:
    """A catalog to judge statements by."""
    databases = servers[EMBEDDED_MAJOR]
    found = read_catalog(databases.fresh(_SCHEMA), Scope(dependencies=True))
    databases.drop()
    return found


def _told(shop: Catalog, statements: str) -> list[tuple[str, str]]:
    """What is told of statements, one in a line."""
    analyst = Analyst(shop)
    effects = [analyst.effect(one) for one in statements.split("\n")]
    return [(hazard.kind.value, hazard.text) for effect in effects for hazard in effect.hazards]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ("DO $$ BEGIN DROP TABLE orders; EXCEPTION WHEN OTHERS THEN NULL; END $$", [_LOST_TOO]),
        ("DO $$ BEGIN IF 1 = 2 THEN EXECUTE 'DELETE ' || 'FROM orders'; END IF; END $$", [_LOST]),
        ("DO $$ BEGIN EXECUTE format('TRUNCATE %I.%s', 'public', 'orders'); END $$", [_LOST]),
        ("DO $$ BEGIN EXECUTE format('TRUNCATE %2$I.%1$I', 'orders', 'public'); END $$", [_LOST]),
        ("DO $$ DECLARE t text; BEGIN FOR t IN SELECT 'x' LOOP EXECUTE 'DROP TABLE ' || t; END LOOP; END $$", [
            (_LOSS, "drops table some relation and all its rows"),
        ]),
        (f"{_NEVER} ALTER TABLE orders RENAME TO x; CREATE TABLE orders (); {_END}\nDELETE FROM orders", [
            (_LOSS, "deletes all rows of public.x"),
        ]),
        (f"{_NEVER} DROP TABLE orders; CREATE TABLE orders (); {_END}\nDELETE FROM orders", [_LOST_TOO, _LOST]),
        (f"{_NEVER} ALTER TABLE orders RENAME note TO x; ALTER TABLE orders ADD note text; {_END}\n{_DROP}", [
            (_LOSS, "drops column public.orders.note and all its values"),
        ]),
        ("DO $$ DECLARE t text; BEGIN EXECUTE format('GRANT SELECT ON %I TO PUBLIC', t); END $$", [
            (_WIDER, "everybody gains SELECT on some table"),
        ]),
        ("DO $$ BEGIN DELETE FROM orders; COMMIT; END $$", [
            _LOST, (_ALONE, "runs outside of transactions, and is not undone with others"),
        ]),
        ("CREATE SCHEMA s GRANT SELECT ON public.orders TO PUBLIC", [_GAINED]),
        ("CREATE SCHEMA s CREATE TABLE orders (a integer) GRANT SELECT ON orders TO PUBLIC", [
            (_WIDER, "everybody gains SELECT on s.orders"),
        ]),
        ("CREATE TABLE t AS WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone", [_LOST]),
        ("WITH gone AS (DELETE FROM orders RETURNING *) SELECT * INTO t FROM gone", [_LOST]),
        ("COPY (DELETE FROM orders RETURNING *) TO STDOUT", [_LOST]),
        ("EXPLAIN (ANALYZE) DELETE FROM orders", [_LOST]),
        ("EXPLAIN DELETE FROM orders", []),
        ("PREPARE p AS DELETE FROM orders\nEXECUTE p", [_LOST]),
        ("DELETE FROM orders; SELECT 1", [_LOST]),
        ("DELETE FROM orders WHERE true", [_LOST]),
        ("DELETE FROM orders WHERE id = 1", []),
        ("DELETE FROM shown", [(_LOSS, "deletes all rows of public.shown")]),
        ("TRUNCATE far", [(_LOSS, "deletes all rows of public.far")]),
        ("MERGE INTO orders USING items ON true WHEN MATCHED THEN DELETE", [(_LOSS, "deletes rows of public.orders")]),
        ("TRUNCATE items, orders", [(_LOSS, "deletes all rows of public.items"), _LOST]),
        ("DROP TABLE items, orders", [(_LOSS, "drops table public.items and all its rows"), _LOST_TOO]),
        ("ALTER TABLE orders RENAME TO old\nALTER TABLE items RENAME TO orders\nDROP TABLE old CASCADE", [
            (_LOSS, "drops table public.old, which was public.orders, and all its rows"),
            (_OPEN, "rows of public.orders are no longer checked by items_id_fkey"),
        ]),
        ("CREATE TABLE orders ()\nDELETE FROM orders", [_LOST]),
        ("BEGIN\nALTER TABLE orders RENAME TO x\nCREATE TABLE orders ()\nROLLBACK\nDELETE FROM orders", [_LOST]),
        ("CREATE SCHEMA other\nSELECT set_config('search_path', 'other', false)\nDROP TABLE orders", [
            (_LOSS, "drops table other.orders and all its rows"),
        ]),
        ("SET search_path = other\nRESET ALL\nDELETE FROM orders", [_LOST]),
        ("GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC", [
            (_WIDER, f"everybody gains SELECT on public.{one}") for one in ("far", "items", "orders", "shown")
        ]),
        ("REASSIGN OWNED BY hidden_role TO postgres", [
            (_WIDER, "postgres becomes the owner of all that hidden_role owns in this database"),
        ]),
        ("ALTER ROLE hidden_role BYPASSRLS", [(_WIDER, "hidden_role sees all rows, whatever policies say")]),
        ("ALTER ROLE hidden_role LOGIN", [(_WIDER, "hidden_role may log in")]),
        ("GRANT pg_read_all_data TO hidden_role", [(_WIDER, "hidden_role becomes a member of pg_read_all_data")]),
        ("GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO hidden_role", [
            (_WIDER, "hidden_role gains EXECUTE on function pg_catalog.pg_ls_dir(text)"),
        ]),
        ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC", [
            (_WIDER, "everybody gains SELECT on tables that are made from now on"),
        ]),
        ("CREATE OR REPLACE VIEW shown AS SELECT id FROM orders", [
            (_WIDER, "public.shown reads its tables with the rights of its owner, no longer with those of who asks"),
        ]),
        ("CREATE OR REPLACE FUNCTION is_seen() RETURNS boolean LANGUAGE sql AS 'SELECT 1 = 1'", [
            (_WIDER, "policy seen of public.orders asks function public.is_seen(), which changes"),
        ]),
        ("ALTER ROUTINE open() SECURITY DEFINER", [
            (_WIDER, "function public.open() runs with the rights of its owner, no longer with those of who calls it"),
        ]),
        ("CREATE OR REPLACE TRIGGER audit BEFORE UPDATE ON orders WHEN (false) EXECUTE FUNCTION fires()", [
            (_OPEN, "trigger audit of public.orders becomes another one"),
        ]),
        ("SELECT set_config('session_replication_role', 'replica', false)", [
            (_OPEN, "no trigger fires and no foreign key is checked in this session from here on"),
        ]),
        ("ALTER ROLE hidden_role SET session_replication_role = replica", [
            (_OPEN, "no trigger fires and no foreign key is checked in sessions to come"),
        ]),
        ("ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE elsewhere", [
            (_REWRITE, f"copies public.{one} to another tablespace") for one in ("items", "orders")
        ]),
        ("DROP OWNED BY hidden_role", [
            (_LOSS, "drops all that hidden_role owns in this database, with all its rows"),
        ]),
    ],
)  # fmt: skip
def test_what_is_hidden_is_told(shop: Catalog, statements: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(_told(shop, statements)) == sorted(expected)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("SELECT open()", "calls open, and what that does is not judged"),
        ("SELECT * FROM public.open()", "calls public.open, and what that does is not judged"),
        ("INSERT INTO orders SELECT open()", "calls open, and what that does is not judged"),
        ("CREATE MATERIALIZED VIEW m AS SELECT open()", "calls open, and what that does is not judged"),
        ("DECLARE c CURSOR FOR SELECT open()", "calls open, and what that does is not judged"),
        ("DO $$ DECLARE a integer := open(); BEGIN END $$", "calls open, and what that does is not judged"),
        ("DO $$ DECLARE a integer; BEGIN a := open(); END $$", "calls open, and what that does is not judged"),
        ("DO $$ BEGIN PERFORM open(); END $$", "calls open, and what that does is not judged"),
        ("CALL p(open())", "calls p, and what that does is not judged"),
        ("SELECT pg_read_file('x')", "calls pg_read_file, and what that does is not judged"),
        ("SELECT lo_import('x')", "calls lo_import, and what that does is not judged"),
        ("SELECT dblink_exec('x')", "calls dblink_exec, and what that does is not judged"),
        ("SELECT public.lower('x')", "calls public.lower, and what that does is not judged"),
        ("SELECT set_config(note, 'x', false) FROM orders", "sets something that only running it tells"),
        ("DO $$ BEGIN EXECUTE (SELECT note FROM orders); END $$", "runs code that is not judged"),
        ("DO $$ BEGIN EXECUTE format((SELECT note FROM orders)); END $$", "runs code that is not judged"),
        ("DO $$ BEGIN EXECUTE 'DROP ' || (SELECT note FROM orders); END $$", "runs code that is not judged"),
        ("DO $$ BEGIN SET search_path = other; END $$", "may change which objects names stand for from here on"),
        ("DO LANGUAGE plpython3u 'x = 1'", "runs code that is not judged"),
        ("DO 'this is no block'", "runs code that is not judged"),
        ("EXECUTE p", "runs p, which was prepared elsewhere"),
        ("COPY orders FROM PROGRAM 'x'", "reads what a program on the server gives"),
        ("COPY orders TO PROGRAM 'x'", "gives rows to a program on the server"),
        ("COPY orders TO '/tmp/x'", "gives rows to a file of the server"),
        ("LOAD 'x'", "loads library x, and what that does is not judged"),
        ("ALTER SYSTEM SET ssl = off", "sets ssl for the whole server, and what that does is not judged"),
        ("UPDATE pg_class SET relname = 'x'", "writes to pg_catalog.pg_class, and what that does is not judged"),
        ("this is no SQL", "is nothing that the parser knows"),
    ],
)
def test_what_nobody_can_judge_is_told(shop: Catalog, statement: str, expected: str) -> None:
    assert (_UNKNOWN, expected) in _told(shop, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "DO $$ BEGIN CREATE TYPE state AS ENUM ('new'); EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "DO $$ DECLARE n integer; BEGIN SELECT count(*) INTO n FROM orders; RAISE NOTICE '%', n; END $$",
        "DO 'BEGIN END'",
        "SELECT lower(note), pg_catalog.now() FROM orders",
        "INSERT INTO orders VALUES (1, 'x'), (2, md5('y'))",
        "CREATE MATERIALIZED VIEW m AS SELECT open() WITH NO DATA",
        "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'\nGRANT EXECUTE ON FUNCTION f() TO hidden_role",
        "SET ROLE hidden_role",
        "COPY orders TO STDOUT",
        "ALTER ROLE hidden_role SET work_mem = '1MB'",
        "",
    ],
)
def test_what_is_harmless_is_not_told(shop: Catalog, statement: str) -> None:
    assert _told(shop, statement) == []


def test_a_function_that_is_called_like_one_of_the_servers_is_not_taken_for_it(shop: Catalog) -> None:
    statements = "CREATE FUNCTION lower(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'\nSELECT lower(1)"
    assert _told(shop, statements) == [(_UNKNOWN, "calls lower, and what that does is not judged")]


def test_blocks_that_a_plan_writes_are_judged(databases: Databases) -> None:
    first = """
        CREATE TABLE orders (id integer, total integer);
        CREATE TABLE parts (a integer) PARTITION BY LIST (a); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
        CREATE TABLE goods (id integer PRIMARY KEY); CREATE TABLE sold (id integer CONSTRAINT of REFERENCES goods);
    """
    second = """
        ALTER TABLE orders ADD token uuid NOT NULL DEFAULT gen_random_uuid();
        ALTER TABLE parts DETACH PARTITION parts_1;
        ALTER TABLE goods DISABLE TRIGGER ALL; ALTER TABLE sold DISABLE TRIGGER ALL;
    """
    before, after = comparable(
        *(read_catalog(databases.fresh(text), Scope(dependencies=True)) for text in (first, first + second))
    )
    made = online(changes(before, after, compare(before, after)), Whole(before), Whole(after), before.major)
    analyst = Analyst(before, after)
    blocks = [one for action in made for one in action.statements if one.startswith("DO ")]
    told = {
        (one.kind, one.text) for action in made for text in action.statements for one in analyst.effect(text).hazards
    }
    assert len(blocks) == 3
    assert HazardKind.NOT_JUDGED not in {kind for kind, _ in told}
    text = "rows of public.sold are no longer checked by of, whose triggers are disabled"
    assert (HazardKind.PROTECTION_DISABLED, text) in told
